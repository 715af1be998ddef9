"""The exercise in browsers: participants' phones, the facilitator's laptop, the projector.

Addresses: ``/`` (join, where ``?code=`` fills in the code), ``/team`` (a participant),
``/lead/SECRET`` then ``/lead`` (the facilitator), ``/projector/KEY``, ``/debrief``, ``/sheets``.

What a test can hold on to (``data-testid`` unless it says otherwise):

| where | what |
| --- | --- |
| come in | ``join-code`` ``join-pseudonym`` ``join-team-<name>`` (radio) ``join-new-team`` |
| | ``join-role-<name>`` (radio) ``join-submit`` ``join-error`` |
| every page | ``who`` ``round-title`` ``until`` ``timer`` ``timer-state`` ``notices`` |
| a participant | ``storm`` ``severity`` ``feed`` ``inbox`` ``tab-storm|inbox|posts|decide`` |
| decisions | ``add-response``, ``responses`` (cards): ``group-<name>`` ``choose-<do>`` |
| | ``decision-<n>`` (details), in it the fields ``<field>-<n>``: ``words-0`` ``at-0`` |
| | ``deadline-0`` ``every-0`` ``empathy-0`` ..., ``advice-<n>`` ``remove-<n>``, n from 0 |
| | ``submit`` (asks once more if there is advice: ``advice-all``) ``stay-silent`` |
| | ``silence-asked`` ``silence-yes`` ``silence-no`` ``briefing`` (details) |
| | ``submitted`` ``submission`` (what counts) ``staff-left`` ``composer-error`` |
| | ``waiting`` ``answering`` ``frozen`` ``closed`` ``to-debrief`` |
| | ``kept-draft`` ``use-draft`` ``drop-draft`` |
| | ``forecast-low`` ``forecast-high`` ``forecast-way`` (select) ``forecast-keep`` |
| | ``forecast-status`` ``forecast-last`` |
| | ``asking`` ``going-out`` ``approve`` ``changed`` ``send-back`` ``send-back-word`` |
| | ``sent-back`` ``lead-offer`` ``take-lead`` |
| an observer | ``observed-text`` ``observed-keep`` ``observed`` ``observed-wrong`` |
| the facilitator | ``begin-round`` ``close-round`` ``pause`` ``resume`` ``freeze`` ``unfreeze`` |
| | ``minutes-1`` ``minutes+1`` ``minutes+5`` ``speed`` (select) ``automatic`` (checkbox) |
| | ``approval`` (checkbox), on the page of ``look-<team>`` ``submit-for-team`` |
| | ``close-yes`` ``close-no`` (``close-round`` asks if a team has submitted nothing) |
| | ``end-exercise`` and ``rewind`` (press twice, unless all rounds are played) |
| | ``rewind-to`` (select, from 0) ``team-<name>`` ``move-<pseudonym>`` (select) |
| | ``new-team`` ``add-team`` ``room-code`` ``join-address`` ``link-projector`` ``link-printed`` |
| | ``message-sender`` ``message-team`` ``message-text`` ``message-send`` |
| | ``inject-<name>`` (details, whose textarea has this id) ``rewrite-`` ``skip-`` ``fire-<name>`` |
| | ``message-try`` ``try-<name>`` (the banner on this page alone: ``tried`` ``tried-away``) |
| | ``replies`` ``look-<team>`` (link), there ``look-feed`` ``look-drafts`` ``look-back`` ... |
| | ``publish-onto`` ``publish-voice`` ``publish-author`` ``publish-headline`` ``publish-text`` |
| | ``publish-picture`` (file) ``preview`` ``picture-wrong`` ``publish`` ``staged-<n>`` |
| | ``withdraw-<n>`` (press twice) ``note-team`` ``note-about`` ``note-text`` ``note-keep`` |
| | ``timed-note-<n>`` ``remove-note-<n>`` (press twice) |
| messages | ``banner`` ``banner-away`` ``banner-due`` ``banner-reply-open``, in its form |
| | ``banner-reply-text`` ``banner-reply-send``; ``reply-<key>``, then ``inbox-reply-text`` ... |
| projector | ``projector`` ``news`` ``sound`` |
| debrief | ``debrief`` ``debrief-progress`` ``file-<name>`` ``note-question-<n>`` |
| | ``note-improvement-<row>-<column>`` (from 1) |
"""
