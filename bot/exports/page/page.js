"use strict";
(() => {
  const root = document.documentElement, $ = (s, at = document) => at.querySelector(s), $$ = (s, at = document) => [...at.querySelectorAll(s)];
  const scroll = $("#scroll"), map = $("table.map"), toLeft = root.dir === "rtl", calm = matchMedia("(prefers-reduced-motion: reduce)");
  root.classList.add("js");
  const make = (tag, look = "", text = "") => { const made = document.createElement(tag); if (look) made.className = look; made.textContent = text; return made; };

  // What stands behind a card: a template of the page, so that a person's text is never put together as markup here.
  const more = $("#more");
  const tell = (key) => {
    const found = document.getElementById(`more-${key}`);
    if (!found) return;
    $(".content", more).replaceChildren(found.content.cloneNode(true));
    more.setAttribute("aria-label", $("h2", more).textContent);
    if (!more.open) more.showModal();
    $(".content", more).scrollTop = 0;
    $(".content", more).focus();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-more]");
    if (button) tell(button.dataset.more);
    const all = event.target.closest(".all");
    if (all) { const cell = all.closest("td"), first = $(".extra button, .extra", cell); cell.classList.add("open"); first.focus(); }
    const closing = event.target.closest("dialog .close");
    if (closing) closing.closest("dialog").close();
    if (event.target === more) more.close();
  });

  // Lanes and personas.
  const shut = (but) => $$(".pop > button[aria-expanded=true]").forEach((button) => { if (button !== but) { button.setAttribute("aria-expanded", "false"); button.nextElementSibling.hidden = true; } });
  $$(".pop > button").forEach((button) => button.addEventListener("click", () => {
    const opened = button.getAttribute("aria-expanded") !== "true";
    shut(button);
    button.setAttribute("aria-expanded", String(opened));
    button.nextElementSibling.hidden = !opened;
    if (!opened) return;
    button.nextElementSibling.scrollIntoView({ block: "nearest", inline: "nearest" });
    $("input", button.nextElementSibling).focus({ preventScroll: true });
  }));
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest(".pop")) shut(); });
  document.addEventListener("change", (event) => {
    const { lane, who } = event.target.dataset;
    if (lane) $$("[data-row]").forEach((row) => { if (row.dataset.row === lane) row.hidden = !event.target.checked; });
    if (who) $$("[data-persona]").forEach((card) => { if (card.dataset.persona === who) card.hidden = !event.target.checked; });
  });

  // Size. What is under the pointer stays there.
  let size = 1;
  const resize = (wanted, x = scroll.clientWidth / 2, y = scroll.clientHeight / 2) => {
    if (!map) return;
    const was = map.getBoundingClientRect(), before = size;
    size = Math.min(2.5, Math.max(0.25, wanted));
    map.style.zoom = size;
    map.style.setProperty("--under", `${$(".bar").offsetHeight / size}px`);  // the stages stop under the bar at every size
    $("#size").value = new Intl.NumberFormat(root.lang, { style: "percent" }).format(Math.round(size * 100) / 100);
    const now = map.getBoundingClientRect(), grown = size / before;
    const edge = (box) => (toLeft ? box.right : box.left);
    scroll.scrollBy(edge(now) + (x - edge(was)) * grown - x, was.top < y ? now.top + (y - was.top) * grown - y : 0);
  };
  const fit = () => {
    if (!map) return;
    resize(1);
    const room = scroll.clientWidth - 2 * parseFloat(getComputedStyle($("#map")).paddingInlineStart);
    resize(Math.min(1, room / map.getBoundingClientRect().width));
    scroll.scrollLeft = 0;
  };
  $("#larger").addEventListener("click", () => resize(size * 1.2));
  $("#smaller").addEventListener("click", () => resize(size / 1.2));
  $("#fit").addEventListener("click", fit);
  scroll.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    resize(size * Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
  }, { passive: false });
  const fingers = new Map();
  let apart = 0;
  const distance = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a.x - b.x, a.y - b.y); };
  scroll.addEventListener("touchstart", (event) => { if (event.touches.length === 2) event.preventDefault(); }, { passive: false });
  scroll.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    [...event.touches].forEach((touch, place) => fingers.set(place, { x: touch.clientX, y: touch.clientY }));
    const now = distance();
    if (apart) resize(size * now / apart, (fingers.get(0).x + fingers.get(1).x) / 2, (fingers.get(0).y + fingers.get(1).y) / 2);
    apart = now;
  }, { passive: false });
  scroll.addEventListener("touchend", () => { apart = 0; fingers.clear(); });

  // A mouse takes the map by an empty place and moves it.
  let held = null;
  scroll.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button || !event.target.closest("#map") || event.target.closest(".card, button, a, b, small, .word")) return;
    held = { x: event.clientX, y: event.clientY };
    event.preventDefault();
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    scroll.classList.add("grabbing");
    scroll.scrollBy(held.x - event.clientX, held.y - event.clientY);
    held = { x: event.clientX, y: event.clientY };
  });
  addEventListener("pointerup", () => { held = null; scroll.classList.remove("grabbing"); });

  $("#theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  $("#print").addEventListener("click", () => print());
  $$('a[href^="#"]').forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    const there = $(link.getAttribute("href"));
    there.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block: "start", inline: "nearest" });
    there.focus({ preventScroll: true });
  }));

  // Before and after: the line goes from one state to the other, and with it what is said of both.
  const time = $("#time");
  if (time) {
    const panel = $("#changes"), moves = $$(".moves li", panel), meters = $$(".meter", panel);
    const known = (text) => (text === "" || text === undefined ? null : Number(text));
    const from = moves.map((one) => known(one.dataset.before)), to = moves.map((one) => known(one.dataset.after));
    const height = (score) => 50 - score * 17;
    const line = (scores) => {
      const points = scores.map((score, place) => (score === null ? null : [place * 100 + 50, height(score)])).filter(Boolean);
      if (!points.length) return "";
      points.unshift([points[0][0] - 50, points[0][1]]);
      points.push([points[points.length - 1][0] + 50, points[points.length - 1][1]]);
      const steps = points.slice(1).map((point, place) => (point[1] - points[place][1]) / (point[0] - points[place][0]));
      const slopes = points.map((_, place) => {
        const a = steps[place - 1], b = steps[place];
        return a === undefined ? b : b === undefined ? a : a * b <= 0 ? 0 : 2 * a * b / (a + b);
      });
      return points.map(([x, y], place) => {
        if (!place) return `M${x} ${y}`;
        const [px, py] = points[place - 1], third = (x - px) / 3;
        return `C${px + third} ${py + slopes[place - 1] * third} ${x - third} ${y - slopes[place] * third} ${x} ${y}`;
      }).join("");
    };
    const level = (median) => [-1.2, -0.25, 0.25, 1.2].filter((bound, place) => (place < 2 ? median > bound : median >= bound)).length;
    const top = (score) => `${40 + 170 * height(score) / 100}px`;
    const number = new Intl.NumberFormat(root.lang, { maximumFractionDigits: 1 });
    moves.forEach((one, place) => {
      const dot = $(".dot", one);
      if (from[place] !== null) { dot.hidden = false; dot.style.top = top(from[place]); }
    });
    if (moves.length) $("#was-line").setAttribute("d", line(from));
    const show = () => {
      const part = time.value / 100, eased = part * part * (3 - 2 * part);
      const now = moves.map((_, place) => (from[place] === null ? (part > 0.5 ? to[place] : null) : to[place] === null ? (part > 0.5 ? null : from[place]) : from[place] + (to[place] - from[place]) * eased));
      if (moves.length) $("#now-line").setAttribute("d", line(now));
      moves.forEach((one, place) => {
        const spot = $(".spot", one);
        if (!spot) return;
        spot.hidden = now[place] === null;
        if (now[place] === null) return;
        const face = $(".face", spot), mood = level(now[place]);
        spot.style.top = top(now[place]);
        face.setAttribute("class", `face f${mood}`);
        $("use", face).setAttribute("href", `#face-${mood}`);
      });
      meters.forEach((one) => {
        const was = known(one.dataset.was), is = known(one.dataset.now);
        one.textContent = part === 1 || was === null || is === null ? (part < 0.5 ? one.dataset.sayWas : one.dataset.sayNow) : part === 0 ? one.dataset.sayWas : number.format(was + (is - was) * eased);
      });
      panel.classList.toggle("then", part < 0.5);
      time.setAttribute("aria-valuetext", part < 0.5 ? time.dataset.sayBefore : time.dataset.sayAfter);
    };
    time.addEventListener("input", show);
    // Nobody stays between two states: what is let go of goes to the nearer one.
    time.addEventListener("change", () => { time.value = time.value < 50 ? 0 : 100; show(); });
    show();
  }

  // Stage by stage. The slides are made of what the map shows: hidden lanes and personas stay hidden.
  const stageShow = $("#show"), box = $(".slide-box", stageShow), nav = $(".dots-nav", stageShow);
  let slides = [], at = 0;
  const copy = (node) => { const made = node.cloneNode(true); made.removeAttribute("id"); $$("[id]", made).forEach((one) => one.removeAttribute("id")); return made; };
  const section = (row, cell) => {
    const made = make("section"), head = make("h3");
    head.append(copy($("th .i", row)), $("th b", row).textContent);
    const list = copy($("ul", cell));
    made.append(head, list);
    const left = $$(".extra", list).length;
    if (left) made.append(make("p", "left", `+${new Intl.NumberFormat(root.lang).format(left)}`));
    return made;
  };
  const rows = () => $$("tr.lane").filter((row) => !row.hidden);
  const opening = () => {
    const made = make("div", "slide-in"), head = copy($("header.top")), feeling = $("tr.feelings:not([hidden])");
    head.classList.remove("pinned");
    made.append(head);
    if (feeling) {  // the journey in one line under its title
      const small = copy(map);
      small.style.zoom = 1;
      $$("tr", small).forEach((row) => { if (row.matches(".lane:not(.feelings)")) row.remove(); else row.firstElementChild.hidden = true; });
      made.append(small);
    }
    return made;
  };
  // What matters most to a room stands first; the channels are told by the icons of the touchpoints.
  const ORDER = ["actions", "thoughts", "pains", "joys", "itches", "ideas", "touchpoints", "metrics"];
  const weight = (row) => (ORDER.indexOf(row.dataset.row) + ORDER.length + 1) % (ORDER.length + 1);
  const stageSlide = (place) => () => {
    const made = make("div", `slide-in c${place}`), head = make("div", "slide-head"), stage = $$("th.stage")[place - 1], lines = make("div");
    const title = make("h2", "", $("b", stage).textContent);
    title.dir = "auto";
    lines.append(title);
    if ($("b + span", stage)) lines.append(make("p", "", $("b + span", stage).textContent));
    head.append(copy($(".number", stage)), lines);
    made.append(head);
    const cards = make("div", "slide-cards");
    for (const row of rows().sort((a, b) => weight(a) - weight(b))) {
      const cell = row.children[place];
      if (row.classList.contains("feelings")) {
        const spot = $(".spot", cell), river = make("div", "river");
        if (spot) { const mood = make("div", "mood"); mood.append(copy($(".face", spot)), $(".word", spot).textContent); head.append(mood); }
        const mark = make("i"), svg = copy($(".curve", row)), count = row.children.length - 1;
        mark.style.insetInlineStart = `${(place - 1) / count * 100}%`;
        mark.style.width = `${100 / count}%`;
        svg.setAttribute("viewBox", `0 0 ${count * 100} 100`);
        $$("path", svg).forEach((one) => one.remove());
        river.append(mark, svg);
        head.after(river);
      } else if (cell && row.classList.contains("cards") && row.dataset.row !== "channels" && $("ul", cell)) cards.append(section(row, cell));
    }
    made.append(cards);
    return made;
  };
  const closing = () => {
    const made = make("div", "slide-in"), cards = make("div", "slide-cards");
    made.append(make("h2", "", stageShow.dataset.sayWhole), cards);
    rows().filter((row) => row.classList.contains("across")).forEach((row) => cards.append(section(row, row.children[1])));
    return made;
  };
  const changed = () => { const made = make("div", "slide-in"); made.append(stageShow.changes); return made; };
  const turn = (to) => {
    if (to < 0 || to >= slides.length) return;
    at = to;
    const panel = $("#changes", box);
    if (panel) panel.remove();
    box.replaceChildren(slides[at]());
    box.scrollTop = 0;
    $$("button", nav).forEach((one, place) => { one.classList.toggle("past", place < at); if (place === at) one.setAttribute("aria-current", "step"); else one.removeAttribute("aria-current"); });
    const count = new Intl.NumberFormat(root.lang);
    $(".where", stageShow).textContent = stageShow.dataset.sayOf.replace("##", count.format(slides.length)).replace("#", count.format(at + 1));
    $(".back", stageShow).disabled = at === 0;
    $(".next", stageShow).disabled = at === slides.length - 1;
    const title = $("h1, h2", box);
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  };
  const present = () => {
    const stages = $$("th.stage"), titles = [$("h1").textContent, ...stages.map((one) => $("b", one).textContent)];
    slides = [opening, ...stages.map((_, place) => stageSlide(place + 1))];
    const panel = $("#changes");
    if (panel) { stageShow.changes = panel; stageShow.home = panel.nextElementSibling; slides.push(changed); titles.push($("h2", panel).textContent); }
    if (rows().some((row) => row.classList.contains("across"))) { slides.push(closing); titles.push(stageShow.dataset.sayWhole); }
    nav.replaceChildren(...slides.map((_, place) => {
      const item = make("li", place && place <= stages.length ? `c${place}` : ""), button = make("button");
      button.type = "button";
      button.setAttribute("aria-label", titles[place]);
      button.title = titles[place];
      button.addEventListener("click", () => turn(place));
      item.append(button);
      return item;
    }));
    stageShow.showModal();
    turn(0);
  };
  if ($("#present")) $("#present").addEventListener("click", present);
  $(".back", stageShow).addEventListener("click", () => turn(at - 1));
  $(".next", stageShow).addEventListener("click", () => turn(at + 1));
  stageShow.addEventListener("close", () => {
    if (stageShow.changes) stageShow.home.before(stageShow.changes);
    box.replaceChildren();
  });
  let swiped = null;
  box.addEventListener("touchstart", (event) => { swiped = event.target.closest("input, .moves") ? null : event.touches[0]; }, { passive: true });
  box.addEventListener("touchend", (event) => {
    if (!swiped) return;
    const end = event.changedTouches[0], x = end.clientX - swiped.clientX, y = end.clientY - swiped.clientY;
    if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) turn(at + ((x < 0) === toLeft ? -1 : 1));
  }, { passive: true });

  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || more.open) return;
    if (event.key === "Escape") { const open = $(".pop > button[aria-expanded=true]"); shut(); if (open) open.focus(); }
    const typing = event.target.matches("input");
    if (stageShow.open) {
      if (typing) return;
      const forth = toLeft ? "ArrowLeft" : "ArrowRight", back = toLeft ? "ArrowRight" : "ArrowLeft";
      const step = event.key === forth || event.key === "PageDown" || (event.key === " " && !event.target.closest("button")) ? 1 : event.key === back || event.key === "PageUp" ? -1 : 0;
      if (step) { event.preventDefault(); turn(at + step); }
      if (event.key === "Home") turn(0);
      if (event.key === "End") turn(slides.length - 1);
      return;
    }
    if (typing) return;
    if (event.key === "+" || event.key === "=") resize(size * 1.2);
    if (event.key === "-") resize(size / 1.2);
    if (event.key === "0") resize(1);
    if (event.key.toLowerCase() === "p" && map) present();
  });
  // Who opens the page on a wide screen sees the whole journey, where it is still well read.
  if (map) {
    const whole = (scroll.clientWidth - 80) / map.getBoundingClientRect().width;
    if (whole < 1 && whole > 0.8 && scroll.clientWidth > 760) fit();
  }
  root.dataset.ready = "";
})();
