"""The lab in a browser.

Addresses: ``/`` (choose a scenario), ``/enter/TOKEN`` or ``/enter`` (come in),
``/book/NAME`` (the lab), ``/book/NAME/STATE`` (a state that it had), ``/book/NAME/file/KIND``.

What a test can hold on to, by ``data-testid``:

| where | what |
| --- | --- |
| first page | ``open-<name>`` ``new-name`` ``new`` ``refused`` |
| bar | ``plan`` ``rival`` ``seed`` (fields) ``undo`` ``redo`` ``save`` ``saved`` |
| timeline | ``timeline`` ``act-<plan>-<place>`` ``end-<plan>-<place>`` ``chart`` |
| answers | ``verdict`` ``figures`` ``pairs`` ``problems`` |
| side | ``tab-acts|facts|plans|text|files`` ``card-<do>`` ``fact-<path>`` ``text`` ``apply-text`` |
| | ``plan-name`` ``plan-new`` ``plan-copy`` ``plan-remove`` ``file-<kind>`` |
| form of an act | ``act-form`` ``field-<name>`` ``mode`` ``remove`` ``duplicate`` |
| | ``switch`` ``done`` |
| | ``condition-<n>-name|sign|number`` ``condition-add`` ``condition-<n>-remove`` |
"""
