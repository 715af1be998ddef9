// The clock runs here between the news of the server; minutes are told to screen readers.
(() => {
  const bases = new WeakMap();
  const told = new WeakMap();
  const say = (text) => {
    let voice = document.getElementById("voice");
    if (!voice) {
      voice = document.createElement("p");
      voice.id = "voice";
      voice.className = "unseen";
      voice.setAttribute("aria-live", "polite");
      (document.querySelector("main") || document.body).append(voice);
    }
    voice.textContent = text;
  };
  const left = (box) => {
    let base = bases.get(box);
    if (!base || base.stamp !== box.dataset.stamp) {
      base = { stamp: box.dataset.stamp, left: Number(box.dataset.left), at: performance.now() };
      bases.set(box, base);
    }
    const speed = Number(box.dataset.speed || 0);
    return Math.max(0, base.left - (speed * (performance.now() - base.at)) / 1000);
  };
  const announce = (box, seconds) => {
    const before = told.get(box) ?? Infinity;
    for (const minutes of [5, 1]) {
      const words = box.getAttribute("data-say-" + minutes);
      if (words && seconds <= 60 * minutes && before > 60 * minutes && before !== Infinity)
        say(words);
    }
    if (seconds <= 0 && before > 0 && before !== Infinity) say(box.dataset.over || "");
    told.set(box, seconds);
  };
  const tick = () => {
    for (const box of document.querySelectorAll(".timer[data-left]:not([hidden])")) {
      const clock = box.querySelector(".clock");
      if (!clock) continue;
      const seconds = left(box);
      const whole = Math.ceil(seconds);
      const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
      if (clock.textContent !== text) clock.textContent = text;
      box.classList.toggle("soon", seconds <= 60);
      box.classList.toggle("over", seconds <= 0);
      announce(box, seconds);
    }
  };
  setInterval(tick, 250);
})();

// Words stay on the phone until the server shows that they have arrived.
(() => {
  const PREFIX = "words:";
  const KEPT_FOR = 12 * 3600 * 1000;
  const PATIENCE = 3000;
  const restored = new WeakSet();
  const sent = new WeakMap();
  const loaded = Date.now();
  const mark = (text) => {
    let code = 0x811c9dc5;
    for (let n = 0; n < text.length; n++)
      code = Math.imul(code ^ text.charCodeAt(n), 0x01000193) >>> 0;
    return code.toString(16).padStart(8, "0");
  };
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const read = (key) => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      if (Date.now() - kept.at < KEPT_FOR) return kept;
    } catch {}
    localStorage.removeItem(key);
    return null;
  };
  const arrived = (box, text) =>
    document.getElementById(box.getAttribute("aria-describedby"))?.dataset.arrived === mark(text);
  const look = (box, key, online) => {
    const kept = read(key);
    if (!kept) return;
    if (!restored.has(box)) {
      restored.add(box);
      if (box.value !== kept.text && document.activeElement !== box) box.value = kept.text;
    }
    if (arrived(box, kept.text)) localStorage.removeItem(key);
    else if (online && Date.now() - Math.max(kept.at, sent.get(box) ?? 0) > PATIENCE) {
      sent.set(box, Date.now());
      box.dispatchEvent(new Event("change"));
    }
  };
  const bringBack = (home, shown) => {
    const lost = keys().filter(
      (key) => key.startsWith(PREFIX + home.dataset.keepHome) && !shown.has(key)
    );
    const told = [];
    for (const key of lost) {
      const kept = read(key);
      if (!kept || Date.now() - kept.at < PATIENCE) continue;
      told.push({ do: key.split(":").pop(), words: kept.text });
      localStorage.removeItem(key);
    }
    if (told.length) home.dispatchEvent(new CustomEvent("found", { detail: told }));
  };
  const tick = () => {
    const online = Boolean(window.socket?.connected && window.did_handshake);
    const shown = new Set();
    for (const box of document.querySelectorAll("textarea[data-keep]")) {
      const key = PREFIX + box.dataset.keep;
      shown.add(key);
      look(box, key, online);
    }
    const home = document.querySelector("[data-keep-home]");
    if (home && online && Date.now() - loaded > PATIENCE) bringBack(home, shown);
  };
  try {
    localStorage.length;
  } catch {
    return; // a browser that keeps nothing
  }
  document.addEventListener("input", ({ target }) => {
    if (!target.dataset?.keep) return;
    restored.add(target);
    try {
      const kept = JSON.stringify({ text: target.value, at: Date.now() });
      localStorage.setItem(PREFIX + target.dataset.keep, kept);
    } catch {} // full: the server has what arrived
  });
  setInterval(tick, 500);
})();

// Messages that are not put away: a badge on the tab, the number in the title, and vibration.
(() => {
  let newest = "";
  const tick = () => {
    const banner = document.querySelector(".banners[data-unread]");
    if (!banner) return;
    const unread = Number(banner.dataset.unread);
    const tab = document.querySelector('.tabs a[href="#inbox"]');
    if (tab && tab.dataset.unread !== String(unread)) tab.dataset.unread = unread;
    const title = document.title.replace(/^\(\d+\) /, "");
    const wanted = unread ? `(${unread}) ${title}` : title;
    if (document.title !== wanted) document.title = wanted;
    if (banner.dataset.newest && banner.dataset.newest !== newest) navigator.vibrate?.([200, 90, 200]);
    newest = banner.dataset.newest || newest;
  };
  setInterval(tick, 250);
})();
