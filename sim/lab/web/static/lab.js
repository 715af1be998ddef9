// Dragging, stretching and moving acts with pointer or keyboard. The server decides and draws.
(() => {
  const QUARTER = 0.25, PAUSE = 90;
  const root = () => document.getElementById("timeline");
  const area = () => document.querySelector(".acts-lane .lane-area");
  const length = () => parseFloat(root().dataset.length);
  const tell = (name, detail) => root()?.dispatchEvent(new CustomEvent(name, { detail }));
  const snap = (hours) => Math.max(0, Math.round(hours / QUARTER) * QUARTER);
  let drag = null, ghost = null, last = 0, pending = null, focused = null;

  function hoursAt(x) {
    const box = area().getBoundingClientRect();
    return snap(((x - box.left) / box.width) * length());
  }
  function preview(detail) { // at most one message in so many milliseconds, and always the last
    clearTimeout(pending);
    const wait = Math.max(0, last + PAUSE - Date.now());
    pending = setTimeout(() => { last = Date.now(); tell("labpreview", detail); }, wait);
  }
  function detailOf(part, hours) {
    const { plan, place } = part.dataset;
    return { plan, place: parseInt(place), part: part.dataset.part, hours };
  }

  document.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!event.target.closest?.("[data-key]")) focused = null;
    const part = event.target.closest?.(".act, .handle"), card = event.target.closest?.(".lab-card");
    if (part) drag = { part, x: event.clientX, from: parseFloat(part.dataset.hours), moved: false };
    else if (card) drag = { card, x: event.clientX, y: event.clientY, moved: false };
    if (drag) { drag.pointer = event.pointerId; event.target.setPointerCapture?.(event.pointerId); }
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const far = Math.abs(event.clientX - drag.x) + Math.abs(event.clientY - (drag.y ?? event.clientY));
    if (far > 4) drag.moved = true;
    if (!drag.moved) return;
    if (drag.card) return carry(event);
    if (drag.part.dataset.moves !== "1") return;
    const box = area().getBoundingClientRect();
    drag.hours = snap(drag.from + ((event.clientX - drag.x) / box.width) * length());
    drag.part.classList.add("dragged");
    drag.part.style.left = `${(100 * Math.min(drag.hours, length())) / length()}%`;
    preview(detailOf(drag.part, drag.hours));
  });
  function carry(event) {
    if (!ghost) {
      ghost = document.createElement("div");
      ghost.className = "lab-ghost";
      ghost.textContent = drag.card.dataset.name;
      document.body.append(ghost);
    }
    ghost.style.left = `${event.clientX + 8}px`;
    ghost.style.top = `${event.clientY + 8}px`;
    root()?.classList.toggle("drop-here", inside(event));
  }
  function inside(event) {
    const box = root()?.getBoundingClientRect();
    return box && event.clientY >= box.top && event.clientY <= box.bottom && event.clientX >= box.left && event.clientX <= box.right;
  }
  document.addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const done = drag;
    drag = null;
    ghost?.remove();
    ghost = null;
    root()?.classList.remove("drop-here");
    if (done.card) {
      if (done.moved) { swallow(); if (inside(event)) tell("labadd", { do: done.card.dataset.do, hours: hoursAt(event.clientX) }); }
    } else if (done.moved && done.hours !== undefined) {
      swallow();
      clearTimeout(pending);
      tell("labdrop", detailOf(done.part, done.hours));
    }
  });
  document.addEventListener("pointercancel", () => { drag = null; ghost?.remove(); ghost = null; });
  let swallowed = false;
  function swallow() { swallowed = true; setTimeout(() => { swallowed = false; }, 50); }
  document.addEventListener("click", (event) => {
    if (swallowed) { event.preventDefault(); event.stopPropagation(); swallowed = false; return; }
    const act = event.target.closest?.(".act"), card = event.target.closest?.(".lab-card");
    if (act) tell("labchoose", detailOf(act, 0));
    if (card) tell("labadd", { do: card.dataset.do, hours: -1 });
  }, true);

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
      event.preventDefault();
      tell("labkey", { key: event.shiftKey ? "redo" : "undo" });
      return;
    }
    const part = event.target.closest?.(".act, .handle");
    if (!part || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way && part.dataset.moves === "1") {
      event.preventDefault();
      const step = event.shiftKey ? 6 : 1;
      const hours = snap(parseFloat(part.dataset.hours) + way * step);
      part.dataset.hours = hours; // so that a key held down goes on
      tell("labdrop", detailOf(part, hours));
    }
    const key = { Delete: "remove", d: "duplicate", o: "switch" }[event.key];
    if (key) { event.preventDefault(); tell("labkey", { key, ...detailOf(part, 0) }); }
  });

  // What is drawn anew keeps the focus.
  document.addEventListener("focusin", (event) => { focused = event.target.dataset?.key ?? null; });
  new MutationObserver(() => {
    if (!focused || document.activeElement !== document.body) return;
    document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }).observe(document, { childList: true, subtree: true });
})();
