// Where the person is, what the page shows, and how it keeps up with what happens.
import { act, here, phone, start, toast } from "./net.js";
import { swap } from "./morph.js";
import { capture, count, restore } from "./form.js";
import { drafts } from "./composer.js";
import { settle } from "./modal.js";
import "./menus.js";
import "./light.js";

let version = start.version;
const hashes = {};
const kept = new Map(); // what was entered in modals that lie below or will come back
let busy = false, again = false, entering = false;

function address() {
  const query = new URLSearchParams({ as: here.as, at: here.at });
  if (here.thread) query.set("thread", here.thread);
  return query;
}

export async function refresh() {
  if (busy) { again = true; return; }
  busy = true;
  const asked = address();
  const enter = entering;
  entering = false;
  const query = new URLSearchParams(asked);
  if (enter) query.set("enter", "1");
  if (document.visibilityState === "visible" && !(phone() && document.body.dataset.pane === "list")) query.set("seen", "1");
  try {
    const state = await (await fetch(`/page/state?${query}`)).json();
    if (asked.toString() === address().toString()) show(state, enter);
    else again = true;
  } catch { /* the stream of news tells when the server is back */ }
  busy = false;
  if (again) { again = false; refresh(); }
}

function show(state, moved) {
  version = Math.max(version, state.version);
  Object.assign(here, { as: state.place.user, at: state.place.at, thread: state.place.thread });
  document.title = state.title;
  document.body.toggleAttribute("data-thread", Boolean(here.thread));
  if (!here.thread && document.body.dataset.pane === "thread") document.body.dataset.pane = "main";
  for (const [name, { html, hash }] of Object.entries(state.regions)) {
    if (hashes[name] === hash) continue;
    hashes[name] = hash;
    const region = document.querySelector(`[data-region="${name}"]`);
    if (name === "modal") changeModal(region, html);
    else keepScroll(region, () => swap(region, html));
  }
  drafts();
  if (moved) for (const box of document.querySelectorAll(".scroll")) toEnd(box);
}

function changeModal(region, html) {
  const before = region.querySelector("form[data-view]");
  const old = before?.dataset.view;
  if (before) kept.set(old, capture(before));
  const top = before?.querySelector(".sheet-body").scrollTop;
  swap(region, html);
  const form = region.querySelector("form[data-view]");
  if (form && kept.has(form.dataset.view)) restore(form, kept.get(form.dataset.view));
  if (form && form.dataset.view === old) form.querySelector(".sheet-body").scrollTop = top;
  if (!form) kept.clear();
  for (const field of form?.querySelectorAll(".typed :is(input, textarea)") ?? []) count(field);
  settle(form, old);
}

// A feed stays at its end while the person is there, and where they read while they are not.
const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 80;
function keepScroll(region, change) {
  const before = new Map([...region.querySelectorAll(".scroll")].map((box) => [box.dataset.scroll, { end: atEnd(box), top: box.scrollTop }]));
  change();
  for (const box of region.querySelectorAll(".scroll")) {
    const was = before.get(box.dataset.scroll);
    if (!was) toEnd(box);
    else if (was.end && !("top" in box.dataset)) box.scrollTop = box.scrollHeight;
  }
  watch();
}
function toEnd(box) {
  if ("top" in box.dataset) { box.scrollTop = 0; return; }
  const line = box.querySelector(".newline");
  box.scrollTop = box.scrollHeight;
  if (line && line.offsetTop < box.scrollTop) line.scrollIntoView({ block: "center" });
  if (!box.querySelector(".msg")) box.scrollTop = 0;
}
const ends = new WeakMap();
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = target.closest(".scroll");
    if (box && ends.get(box) !== false && box.querySelector(".msg")) box.scrollTop = box.scrollHeight;
  }
});
function watch() {
  for (const feed of document.querySelectorAll(".feed")) {
    sizes.observe(feed);
    const box = feed.closest(".scroll");
    box.onscroll = () => ends.set(box, atEnd(box));
  }
}

export function go(change, { pane = "main", push = true } = {}) {
  const was = { ...here };
  Object.assign(here, change);
  entering = was.as !== here.as || was.at !== here.at;
  document.body.dataset.pane = pane;
  if (push) history.pushState({ ...here, pane }, "", `?${address()}`);
  if (here.at === "home" && entering) act("home").then((answer) => answer.ok || toast(answer.error, true));
  return refresh();
}

// A link to a message leads there, in this very page.
const MESSAGE = /^\/archives\/(\w+)\/p(\d{10})(\d{6})$/;
async function follow(url) {
  const [, at, seconds, rest] = url.pathname.match(MESSAGE);
  const thread = url.searchParams.get("thread_ts") ?? "";
  await go({ at, thread }, { pane: thread ? "thread" : "main" });
  flash(`${thread ? "t" : "m"}-${seconds}-${rest}`);
}
function flash(id) {
  const message = document.getElementById(id);
  if (!message) return;
  message.classList.remove("flash");
  message.scrollIntoView({ block: "start" });
  requestAnimationFrame(() => message.classList.add("flash"));
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || link.origin !== location.origin || !MESSAGE.test(link.pathname)) return;
  event.preventDefault();
  follow(new URL(link.href));
});

document.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey) return;
  const target = event.target.closest?.("[data-go], [data-as], [data-thread], [data-thread-close], [data-pane-to]");
  if (!target || target === document.body) return;
  const { go: at, as, thread, paneTo } = target.dataset;
  if (target.tagName === "A") event.preventDefault();
  if (at) go({ at, thread: "" });
  else if (as) go({ as }, { pane: document.body.dataset.pane });
  else if ("threadClose" in target.dataset) go({ thread: "" });
  else if (paneTo === "list") { document.body.dataset.pane = "list"; history.pushState({ ...here, pane: "list" }, ""); }
  else if (paneTo === "main") go({ thread: "" });
  else if (thread) go({ thread }, { pane: "thread" }).then(() => document.querySelector("#thread textarea")?.focus());
});
addEventListener("popstate", (event) => {
  if (event.state) go({ as: event.state.as, at: event.state.at, thread: event.state.thread }, { pane: event.state.pane, push: false });
});
document.addEventListener("page:refresh", refresh);
document.addEventListener("page:redraw", () => { for (const name of Object.keys(hashes)) delete hashes[name]; refresh(); });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());

function listen() {
  const news = new EventSource(`/page/live?since=${version}`);
  let lost = false;
  news.onmessage = (event) => { if (JSON.parse(event.data).version > version) refresh(); };
  news.onerror = () => {
    if (news.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    lost = true;
  };
  news.onopen = () => { if (lost) refresh(); lost = false; };
}

document.body.toggleAttribute("data-thread", Boolean(here.thread));
if (here.thread) document.body.dataset.pane = "thread";
history.replaceState({ ...here, pane: document.body.dataset.pane }, "", `?${address()}`);
const wanted = new URLSearchParams(location.hash.slice(1)).get("msg");
entering = true;
refresh().then(() => {
  watch();
  if (wanted) flash(wanted);
});
if (here.at === "home") act("home");
settle(document.querySelector("#modal form"), null);
listen();
setInterval(refresh, 30000); // the clock goes on
document.documentElement.dataset.ready = "1";
