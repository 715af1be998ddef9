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

// Parts of the page that a tab leads to begin below the bar, however many messages stand in it.
(() => {
  let known = 0;
  const tick = () => {
    const bar = document.querySelector(".bar");
    const height = bar ? Math.ceil(bar.getBoundingClientRect().height) : 0;
    if (!height || height === known) return;
    known = height;
    document.documentElement.style.setProperty("--bar", `${height}px`);
  };
  setInterval(tick, 250);
})();

// Messages that are not put away, and a draft that waits for this person's approval: a badge on
// the tab, the number in the title, and vibration for a message.
(() => {
  let newest = "";
  const tick = () => {
    const banner = document.querySelector(".banners[data-unread]");
    if (!banner) return;
    const waits = {
      inbox: Number(banner.dataset.unread),
      decide: document.querySelectorAll("#decide button[data-mark]").length,
    };
    for (const [part, number] of Object.entries(waits)) {
      const tab = document.querySelector(`.tabs a[href="#${part}"]`);
      if (tab && tab.dataset.unread !== String(number)) tab.dataset.unread = number;
    }
    const all = waits.inbox + waits.decide;
    const title = document.title.replace(/^\(\d+\) /, "");
    const wanted = all ? `(${all}) ${title}` : title;
    if (document.title !== wanted) document.title = wanted;
    if (banner.dataset.newest && banner.dataset.newest !== newest) navigator.vibrate?.([200, 90, 200]);
    newest = banner.dataset.newest || newest;
  };
  setInterval(tick, 250);
})();
