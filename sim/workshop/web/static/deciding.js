// Words of a draft that a whole team writes: each field sends what was changed in it, keeps it on
// the phone until the server has it on the disk, and takes over what others have changed.
// Answers to a press are scrolled into view, once each.
(() => {
  const PREFIX = "draft:";
  const KEPT_FOR = 12 * 3600 * 1000;
  const EVERY = 400;
  const PATIENCE = 3000;
  const fields = new WeakMap();
  const typed = new WeakMap();
  const loaded = Date.now();
  let composing = false;
  const keeps = (() => {
    try {
      localStorage.length;
      return true;
    } catch {
      return false; // a browser that keeps nothing
    }
  })();
  const read = (key) => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      if (kept && Date.now() - kept.at < KEPT_FOR) return kept;
    } catch {}
    if (keeps) localStorage.removeItem(key);
    return null;
  };
  const keyOf = (box) => PREFIX + box.dataset.together;
  const sign = () => Array.from(crypto.getRandomValues(new Uint8Array(9)), (n) => n.toString(36)).join("");
  const keep = (box, field) => {
    if (!keeps) return;
    const { sign, number, acked, before } = field;
    try {
      localStorage.setItem(keyOf(box), JSON.stringify({ text: box.value, at: Date.now(), sign, number, acked, before }));
    } catch {} // full: the server has what arrived
  };
  const known = (box) => {
    let field = fields.get(box);
    if (field) return field;
    const shared = box.dataset.shared ?? "";
    field = { sign: sign(), number: 0, acked: 0, before: shared, sent: shared, at: 0 };
    fields.set(box, field);
    const kept = keeps && read(keyOf(box));
    if (kept && typeof kept.text === "string") {
      const { sign, number, acked, before } = kept;
      Object.assign(field, { sign, number, acked, before, sent: null });
      if (document.activeElement !== box) box.value = kept.text;
    }
    return field;
  };
  const send = (box, field, again) => {
    if (!again) {
      field.number += 1;
      field.sent = box.value;
    }
    field.at = Date.now();
    keep(box, field);
    const { sign, number, acked, before, sent } = field;
    const detail = { sign, number, acked, before, text: sent };
    box.dispatchEvent(new CustomEvent("words", { detail }));
  };
  const acknowledge = (box, field) => {
    const [sign, number] = (box.dataset.acked || "").split(":");
    if (sign !== field.sign || Number(number) !== field.number || field.acked === field.number) return;
    field.acked = field.number;
    field.before = field.sent;
    if (box.value !== field.sent) keep(box, field);
    else if (keeps) localStorage.removeItem(keyOf(box));
  };
  const takeOver = (box, field, text) => {
    const old = box.value;
    const most = Math.min(old.length, text.length);
    let same = 0;
    while (same < most && old[same] === text[same]) same++;
    const place = (at) => (at <= same ? at : Math.max(same, at + text.length - old.length));
    const [start, end] = [place(box.selectionStart), place(box.selectionEnd)];
    box.value = field.before = field.sent = text;
    if (document.activeElement === box) box.setSelectionRange(start, end);
  };
  const look = (box, online) => {
    const field = known(box);
    acknowledge(box, field);
    const waited = Date.now() - field.at;
    const open = field.acked < field.number;
    if (box.value !== field.sent) {
      if (online && !composing && waited >= EVERY) send(box, field, false);
    } else if (open) {
      if (online && waited >= PATIENCE) send(box, field, true);
    } else if (!composing && box.dataset.shared !== undefined && box.dataset.shared !== box.value) {
      takeOver(box, field, box.dataset.shared);
    }
  };
  const bringBack = (home, shown) => {
    const start = PREFIX + home.dataset.draftHome;
    const told = [];
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(start) || shown.has(key)) continue;
      const kept = read(key);
      if (!kept || Date.now() - kept.at < PATIENCE) continue;
      told.push({ do: key.split(":").pop(), words: kept.text });
      localStorage.removeItem(key);
    }
    if (told.length) home.dispatchEvent(new CustomEvent("found", { detail: told }));
  };
  const revealed = new WeakSet();
  const reveal = () => {
    for (const box of document.querySelectorAll("[data-reveal]")) {
      if (revealed.has(box)) continue;
      revealed.add(box);
      box.scrollIntoView({ block: box.dataset.reveal });
    }
  };
  const boxes = () => document.querySelectorAll("textarea[data-together]");
  const tick = () => {
    const online = Boolean(window.socket?.connected && window.did_handshake);
    const shown = new Set();
    for (const box of boxes()) {
      shown.add(keyOf(box));
      look(box, online);
    }
    for (const box of document.querySelectorAll("[data-now]")) {
      if (Date.now() - (typed.get(box) ?? 0) < 1500 || box.dataset.shown === box.dataset.now) continue;
      box.dataset.shown = box.dataset.now;
      if (box.type === "checkbox") box.checked = box.dataset.now === "true";
      else if (box.value !== box.dataset.now) box.value = box.dataset.now;
    }
    reveal();
    const home = document.querySelector("[data-draft-home]");
    if (keeps && home && online && Date.now() - loaded > PATIENCE) bringBack(home, shown);
  };
  const flush = () => {
    for (const box of boxes()) {
      const field = fields.get(box);
      if (field && box.value !== field.sent && window.socket?.connected) send(box, field, false);
    }
  };
  document.addEventListener("compositionstart", () => (composing = true));
  document.addEventListener("compositionend", () => (composing = false));
  document.addEventListener("input", ({ target }) => {
    typed.set(target, Date.now());
    if (target.dataset?.together) keep(target, known(target));
  });
  for (const event of ["change", "pointerdown", "click"]) document.addEventListener(event, flush, true);
  setInterval(tick, 200);
})();
