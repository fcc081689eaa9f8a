// A picture, large: zoom with wheel, buttons, keys or two fingers; move by dragging.
import { element, words } from "./net.js";

const MOST = 8;

function show(source, title, back) {
  const image = element("img", { src: source, alt: title, draggable: false });
  const stage = element("div", { className: "light-stage" }, image);
  const view = { scale: 1, x: 0, y: 0, fit: 1 };
  const paint = () => { image.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`; };
  const fit = () => {
    const { clientWidth: w, clientHeight: h } = stage;
    view.fit = Math.min(w / image.naturalWidth, h / image.naturalHeight, 1) * 0.97;
    view.scale = view.fit;
    view.x = (w - image.naturalWidth * view.scale) / 2;
    view.y = (h - image.naturalHeight * view.scale) / 2;
    paint();
  };
  const zoom = (by, cx = stage.clientWidth / 2, cy = stage.clientHeight / 2) => {
    const scale = Math.min(MOST, Math.max(view.fit * 0.8, view.scale * by));
    view.x = cx - (cx - view.x) * (scale / view.scale);
    view.y = cy - (cy - view.y) * (scale / view.scale);
    view.scale = scale;
    paint();
  };
  const button = (label, text, run, className = "") => element("button", { type: "button", title: label, textContent: text, className, aria: { label }, onclick: run });
  const away = () => { removeEventListener("resize", fit); box.remove(); back?.focus?.(); };
  const box = element("div", { className: "light", role: "dialog", aria: { modal: "true", label: title } },
    element("div", { className: "light-top" }, element("b", { textContent: title, dir: "auto" }),
      button(words.zoomOut, "−", () => zoom(1 / 1.4)), button(words.zoomIn, "+", () => zoom(1.4)), button(words.fit, "⤢", fit),
      element("a", { href: source, download: "", title: words.download, textContent: "⤓", aria: { label: words.download } }),
      button(words.close, "✕", away)), stage);

  const fingers = new Map();
  let spread = 0;
  stage.addEventListener("pointerdown", (event) => { stage.setPointerCapture(event.pointerId); fingers.set(event.pointerId, event); stage.classList.add("held"); spread = 0; });
  stage.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    fingers.set(event.pointerId, event);
    if (fingers.size === 1) { view.x += event.clientX - last.clientX; view.y += event.clientY - last.clientY; paint(); return; }
    const [a, b] = [...fingers.values()];
    const now = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const top = stage.getBoundingClientRect();
    if (spread) zoom(now / spread, (a.clientX + b.clientX) / 2 - top.left, (a.clientY + b.clientY) / 2 - top.top);
    spread = now;
  });
  const up = (event) => { fingers.delete(event.pointerId); spread = 0; if (!fingers.size) stage.classList.remove("held"); };
  stage.addEventListener("pointerup", up);
  stage.addEventListener("pointercancel", up);
  stage.addEventListener("dblclick", (event) => (view.scale > view.fit * 1.2 ? fit() : zoom(2.5, event.offsetX, event.offsetY)));
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const top = stage.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 400), event.clientX - top.left, event.clientY - top.top);
  }, { passive: false });
  box.addEventListener("keydown", (event) => {
    const run = { Escape: away, "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), 0: fit }[event.key];
    const move = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[event.key];
    if (move) { view.x += move[0]; view.y += move[1]; paint(); }
    if (run || move) { event.preventDefault(); event.stopPropagation(); run?.(); }
    if (event.key === "Tab") {
      const stops = [...box.querySelectorAll("button, a")];
      event.preventDefault();
      stops[(stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1) + stops.length) % stops.length].focus();
    }
  });
  image.addEventListener("load", fit);
  document.body.append(box);
  addEventListener("resize", fit);
  box.querySelector("button:last-of-type").focus();
  if (image.complete) fit();
}

document.addEventListener("click", (event) => {
  const from = event.target.closest?.("[data-zoom]");
  if (from) show(from.dataset.zoom, from.dataset.title, from);
});
