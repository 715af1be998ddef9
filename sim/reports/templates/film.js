"use strict";
(() => {
  const reel = document.getElementById("reel");
  const film = JSON.parse(document.getElementById("frames").textContent);
  const canvas = reel.querySelector("canvas");
  const slider = document.getElementById("slider");
  const play = document.getElementById("play");
  const cursor = document.getElementById("cursor");
  const counts = reel.querySelectorAll("[data-count]");
  const last = film.moments.length - 1;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let timer = null;
  let behind = null;

  // Everybody's kind at a frame: the first frame and what changed since.
  function kindsAt(frame) {
    const kinds = Array.from(film.begin, Number);
    for (let f = 1; f <= frame; f++) {
      const changed = film.changes[f];
      for (let k = 0; k < changed.length; k += 2) kinds[changed[k]] = changed[k + 1];
    }
    return kinds;
  }

  const side = () => canvas.width;
  const at = (person) => [
    (0.02 + (0.96 * film.x[person]) / 1000) * side(),
    (0.02 + (0.96 * film.y[person]) / 1000) * side(),
  ];

  // Ties and places never change: they are drawn once, behind everything.
  function drawBehind() {
    behind = document.createElement("canvas");
    behind.width = behind.height = side();
    const ink = behind.getContext("2d");
    ink.fillStyle = "#fff";
    ink.fillRect(0, 0, side(), side());
    ink.strokeStyle = "rgba(102,102,102,0.09)";
    ink.lineWidth = side() / 900;
    ink.beginPath();
    for (let k = 0; k < film.ties.length; k += 2) {
      ink.moveTo(...at(film.ties[k]));
      ink.lineTo(...at(film.ties[k + 1]));
    }
    ink.stroke();
  }

  function shape(ink, kind, [x, y], r) {
    ink.beginPath();
    if (kind === 2) {
      ink.moveTo(x, y - 1.25 * r);
      ink.lineTo(x + 1.2 * r, y + r);
      ink.lineTo(x - 1.2 * r, y + r);
      ink.closePath();
    } else if (kind === 3) {
      ink.rect(x - r, y - r, 2 * r, 2 * r);
    } else {
      ink.arc(x, y, kind === 0 ? 0.55 * r : r, 0, 7);
    }
  }

  function draw(kinds) {
    const ink = canvas.getContext("2d");
    const r = film.size * side();
    ink.drawImage(behind, 0, 0);
    for (let kind = 0; kind < film.looks.length; kind++) {
      const look = film.looks[kind];
      ink.fillStyle = look.fill;
      ink.strokeStyle = look.edge;
      ink.lineWidth = look.hollow ? 0.5 * r : 0.2 * r;
      for (let person = 0; person < kinds.length; person++) {
        if (kinds[person] !== kind) continue;
        shape(ink, kind, at(person), r);
        ink.fill();
        if (kind > 1) ink.stroke();
      }
    }
  }

  function show() {
    const frame = Number(slider.value);
    draw(kindsAt(frame));
    document.getElementById("moment").textContent = film.moments[frame];
    counts.forEach((count, kind) => { count.textContent = film.counts[frame][kind]; });
    const x = film.at[frame] * 1000;
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    const told = film.kinds.map((kind, k) => `${film.counts[frame][k]} ${kind}`).join(", ");
    slider.setAttribute("aria-valuetext", `${film.moments[frame]}: ${told}`);
  }

  function go(frame) {
    slider.value = Math.min(last, Math.max(0, frame));
    show();
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.textContent = play.dataset.play;
  }

  function toggle() {
    if (timer !== null) return stop();
    if (Number(slider.value) === last) go(0);
    play.textContent = play.dataset.pause;
    timer = setInterval(() => {
      if (Number(slider.value) === last) return stop();
      go(Number(slider.value) + 1);
    }, 180);
  }

  slider.addEventListener("input", () => { stop(); show(); });
  play.addEventListener("click", toggle);
  reel.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      stop();
      go(Number(slider.value) + step);
    } else if (event.key === " " && !calm && event.target !== play) {
      toggle();
    } else {
      return;
    }
    event.preventDefault();
  });

  // Sharp on any screen, and drawn anew when its size changes.
  function fit() {
    const wide = Math.round(canvas.clientWidth * Math.min(2, devicePixelRatio));
    if (!wide || (behind && wide === side())) return;
    canvas.width = canvas.height = wide;
    drawBehind();
    show();
  }

  play.hidden = calm;
  reel.hidden = false;
  new ResizeObserver(fit).observe(canvas);
  fit();
})();
