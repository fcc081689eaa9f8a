// Changes a part of the page into what the server drew, and leaves alone what is the same already:
// what a person typed, where they scrolled and what has the focus survive.

const DOING = ["busy", "waiting", "open", "ready", "over"]; // classes that the scripts alone give
const OWN = new Set(["aria-busy"]); // and attributes

export function swap(region, html) {
  const fresh = document.createElement(region.tagName);
  fresh.innerHTML = html;
  children(region, fresh);
}

function children(old, fresh) {
  const keyed = new Map();
  for (const node of old.children) if (node.dataset?.key) keyed.set(node.dataset.key, node);
  let here = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = wanted.dataset?.key;
    let match = key ? keyed.get(key) : here;
    if (!key) while (match && match.dataset?.key) match = match.nextSibling;
    if (match && !alike(match, wanted)) match = null;
    if (!match) {
      old.insertBefore(wanted, here);
      continue;
    }
    keyed.delete(key);
    if (match === here) here = here.nextSibling;
    else old.insertBefore(match, here);
    morph(match, wanted);
  }
  while (here) {
    const next = here.nextSibling;
    here.remove();
    here = next;
  }
}

function alike(one, other) {
  if (one.nodeType !== other.nodeType || one.nodeName !== other.nodeName) return false;
  if (one.nodeType !== Node.ELEMENT_NODE) return true;
  const a = one.dataset, b = other.dataset;
  return a.key === b.key && a.el === b.el && a.action === b.action && one.id === other.id;
}

function morph(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.dataset.hash && old.dataset.hash === fresh.dataset.hash) return;
  if (old.isEqualNode(fresh)) return;
  const doing = DOING.filter((name) => old.classList.contains(name));
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !OWN.has(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  old.classList.add(...doing);
  if (old.isContentEditable && old.classList.contains("richedit")) return;
  children(old, fresh);
}
