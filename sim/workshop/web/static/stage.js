// Pictures go to the server as they are; it answers with the key of what it has made of them.
document.addEventListener("change", async ({ target }) => {
  const file = target.dataset?.upload && target.files?.[0];
  if (!file) return;
  let detail;
  if (file.size > Number(target.dataset.largest)) detail = { wrong: target.dataset.wrong };
  else try {
    const answer = await fetch(target.dataset.upload, { method: "POST", body: file });
    const text = await answer.text();
    detail = answer.ok ? { picture: text } : { wrong: text };
  } catch {
    detail = { wrong: "" };
  }
  target.value = "";
  target.dispatchEvent(new CustomEvent("uploaded", { detail }));
});

// Sound of the projector, made here: off until somebody switches it on.
(() => {
  const KEPT = "stage:sound";
  // Seconds from the start, hertz, seconds, for each sound.
  const SOUNDS = {
    message: [[0, 880, 0.35], [0.16, 1175, 0.5]],
    enquiry: [[0, 784, 0.25], [0.18, 784, 0.25], [0.36, 1047, 0.5]],
    breaking: [[0, 523, 0.22], [0.2, 659, 0.22], [0.4, 784, 0.22], [0.62, 1047, 0.8]],
    zero: [[0, 196, 2.4], [0.02, 294, 2.2], [0.04, 392, 1.8], [0.9, 196, 2.6]],
  };
  let audio = null;
  let news;
  let over;
  const wanted = () => {
    try {
      return localStorage.getItem(KEPT) === "on";
    } catch {
      return audio !== null;
    }
  };
  const play = (name) => {
    if (!audio || audio.state !== "running" || !wanted()) return;
    document.documentElement.dataset.rang = name;
    for (const [at, hertz, length] of SOUNDS[name]) {
      const begin = audio.currentTime + at;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.type = "triangle";
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(0.3, begin + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.0008, begin + length);
      tone.connect(volume).connect(audio.destination);
      tone.start(begin);
      tone.stop(begin + length + 0.05);
    }
  };
  const show = (box) => {
    const on = wanted();
    const silent = on && audio?.state !== "running"; // browsers want a press after each reload
    const words = box.getAttribute(silent ? "data-again" : on ? "data-on" : "data-off");
    if (box.textContent !== words) box.textContent = words;
    const pressed = String(on && !silent);
    if (box.getAttribute("aria-pressed") !== pressed) box.setAttribute("aria-pressed", pressed);
  };
  document.addEventListener("click", async ({ target }) => {
    const box = target.closest?.("button.sound");
    if (!box) return;
    const on = !(wanted() && audio?.state === "running");
    try {
      localStorage.setItem(KEPT, on ? "on" : "off");
    } catch {}
    if (on) {
      audio ??= new AudioContext();
      await audio.resume();
      play("message");
    } else await audio?.suspend();
    show(box);
  });
  setInterval(() => {
    const box = document.querySelector("button.sound");
    if (!box) return;
    show(box);
    const strip = document.querySelector("[data-news]");
    const stamp = strip?.dataset.news ?? "";
    if (news !== undefined && stamp && stamp !== news) play(stamp.split(":")[0]);
    if (stamp || news === undefined) news = stamp;
    const timer = document.querySelector(".bar .timer");
    const zero = Boolean(timer && !timer.hidden && timer.classList.contains("over"));
    if (zero && over === false) play("zero");
    over = zero;
  }, 250);
})();

// A reply that is being written stays on the phone until it is sent, whatever happens to the page.
(() => {
  const PREFIX = "reply:";
  const KEPT_FOR = 12 * 3600 * 1000;
  const known = new WeakSet();
  const read = (key) => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      if (Date.now() - kept.at < KEPT_FOR) return kept.text;
      localStorage.removeItem(key);
    } catch {}
    return "";
  };
  document.addEventListener("input", ({ target }) => {
    const key = target.dataset?.keepReply;
    if (!key) return;
    known.add(target);
    try {
      localStorage.setItem(key, JSON.stringify({ text: target.value, at: Date.now() }));
    } catch {} // full, or a browser that keeps nothing
  });
  setInterval(() => {
    for (const box of document.querySelectorAll("textarea[data-keep-reply]")) {
      if (known.has(box)) continue;
      known.add(box);
      const text = read(box.dataset.keepReply);
      if (!text || box.value) continue;
      box.value = text;
      box.dispatchEvent(new Event("change"));
    }
  }, 250);
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) read(key);
  } catch {}
})();
