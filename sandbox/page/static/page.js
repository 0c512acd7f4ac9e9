// The page works without this script: each form is sent and answered with a page. With it, only what has changed is
// drawn anew, the page stays current, Enter sends, and a choice is told at once.
"use strict";

document.documentElement.classList.add("scripted");

const REGIONS = ["top", "columns", "foot", "notices", "dialogs"];
const AT_THE_END = 80; // pixels from the end of the page that still count as being there
let asking = 0; // requests of forms that are under way: meanwhile the page is not drawn from elsewhere
let stale = false;

// ---- Drawing: one tree is brought to the form of another; what a person is typing stays.

function sameKind(one, other) {
  if (one.nodeType !== other.nodeType || one.nodeName !== other.nodeName || (one.id || "") !== (other.id || "")) return false;
  // A field is another one when it has another name: what was typed into the one is no answer to the other.
  const said = (each, name) => each.getAttribute?.(name) ?? "";
  const ticked = ["radio", "checkbox"].includes(said(one, "type"));
  return ["name", "type", ...(ticked ? ["value"] : [])].every((name) => said(one, name) === said(other, name));
}

function bring(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) return;
  bringAttributes(old, fresh);
  if (old.nodeName === "TEXTAREA") return bringText(old, fresh);
  bringChildren(old, fresh);
  if (old.nodeName === "SELECT" && old.dataset.act && old !== document.activeElement) old.value = fresh.value;
}

function bringAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    // What a person has unfolded, and a dialog that is shown, stay so.
    if (!fresh.hasAttribute(name) && !(["open", "data-untold"].includes(name) || (name === "class" && old === document.documentElement))) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of fresh.attributes) {
    if (name === "open" && (old.nodeName === "DETAILS" || old.nodeName === "DIALOG")) continue;
    if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
      if (name === "value" && old !== document.activeElement) old.value = value;
    }
  }
  if (old.nodeName === "INPUT" && old !== document.activeElement && (old.type === "radio" || old.type === "checkbox")) {
    // What was ticked in a list that is not folded yet has not been told: only the person may undo it.
    if (old.dataset.act && !old.closest("details.several[data-untold]")) old.checked = fresh.hasAttribute("checked");
  }
}

function bringText(old, fresh) {
  if (old.defaultValue !== fresh.defaultValue) {
    old.defaultValue = fresh.defaultValue;
    if (old !== document.activeElement) old.value = fresh.defaultValue;
  }
}

function bringChildren(old, fresh) {
  const named = new Map([...old.children].filter((each) => each.id).map((each) => [each.id, each]));
  let place = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const match = wanted.id ? named.get(wanted.id) : place && !place.id && sameKind(place, wanted) ? place : null;
    if (match && sameKind(match, wanted)) {
      if (match === place) place = place.nextSibling;
      else old.insertBefore(match, place);
      bring(match, wanted);
    } else {
      old.insertBefore(document.importNode(wanted, true), place);
    }
  }
  while (place) {
    const next = place.nextSibling;
    // A dialog that is closed, and not only taken away, gives the focus back to where it was.
    if (place.nodeName === "DIALOG" && place.open) place.close();
    place.remove();
    place = next;
  }
}

function draw(text, address, notices) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  // Who only looks again is told nothing new: what was said before stays to be read.
  if (notices) fresh.getElementById("notices")?.replaceWith(fresh.importNode(notices, true));
  const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - AT_THE_END;
  const messages = document.querySelectorAll("#messages > article").length;
  document.title = fresh.title;
  for (const id of REGIONS) {
    const old = document.getElementById(id);
    const wanted = fresh.getElementById(id);
    if (old && wanted) bring(old, wanted);
    else if (old && !wanted) old.replaceChildren();
    else if (wanted) document.body.append(document.importNode(wanted, true));
  }
  if (address) history.replaceState(null, "", address);
  settle();
  const more = document.querySelectorAll("#messages > article").length > messages;
  if (more && atEnd) scrollTo(0, document.documentElement.scrollHeight);
}

function settle() {
  for (const dialog of document.querySelectorAll("dialog[data-dialog]")) {
    if (!dialog.matches(":modal")) {
      dialog.removeAttribute("open");
      dialog.showModal();
      (dialog.querySelector("[autofocus]") || dialog.querySelector(".sheet :is(input, textarea, select):not([type=hidden])"))?.focus();
    }
  }
}

// ---- Asking: forms are sent in the background, and the page is looked at again when something has changed.

async function send(form, submitter) {
  const data = new FormData(form, submitter);
  const action = submitter?.getAttribute("formaction") || form.action;
  // The next message can be begun while this one is on its way; what cannot be sent comes back.
  const field = form.dataset.clears === undefined ? null : form.querySelector("textarea");
  const words = field?.value;
  if (field) field.value = "";
  for (const open of document.querySelectorAll("details.menu[open]")) fold(open);
  asking += 1;
  if (submitter?.dataset.busy !== undefined) submitter.setAttribute("aria-busy", "true");
  try {
    const multipart = form.enctype === "multipart/form-data";
    const body = multipart ? data : new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
    const answer = await fetch(action, { method: "POST", body, headers: { "X-Refresh": "done" } });
    const text = await answer.text();
    // What could not be sent comes back with the address, and stays in its field.
    const address = new URL(answer.url);
    const kept = address.searchParams.has("draft") || address.searchParams.has("reply");
    if (field && !kept) clear(form);
    else if (field && !field.value) field.value = words;
    for (const name of ["draft", "reply"]) address.searchParams.delete(name);
    draw(text, /^\/(w|levers)\b/.test(address.pathname) ? address.href : "");
    if (data.get("do") === "submit") document.querySelector("dialog .wrong :is(input:not([type=hidden]), textarea, select, summary)")?.focus();
    const point = address.hash.slice(1);
    if (point) document.getElementById(point)?.scrollIntoView({ block: "nearest" });
  } catch {
    if (field && !field.value) field.value = words;
    say("The sandbox does not answer. Is it still running?");
  } finally {
    submitter?.removeAttribute("aria-busy");
    asking -= 1;
    if (stale && !asking) look();
  }
}

function clear(form) {
  for (const field of form.querySelectorAll("[type=checkbox]")) field.checked = false;
  for (const field of form.querySelectorAll(".attach input")) {
    field.value = "";
    nameFiles(field);
  }
}

function fold(menu) {
  if (menu.contains(document.activeElement) && !menu.dataset.slash) menu.querySelector("summary").focus();
  menu.open = false;
}

async function look() {
  if (asking) return void (stale = true);
  stale = false;
  try {
    const answer = await fetch(location.href, { headers: { "X-Refresh": "look" } });
    const text = await answer.text();
    if (asking) stale = true;
    else draw(text, "", document.getElementById("notices"));
  } catch {
    say("The sandbox does not answer. Is it still running?");
  }
}

function say(words) {
  const place = document.getElementById("notices");
  if (!place) return;
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.textContent = words;
  place.replaceChildren(notice);
}

function press(form, name, value) {
  const button = document.createElement("button");
  Object.assign(button, { name, value, hidden: true });
  form.append(button);
  form.requestSubmit(button);
  button.remove();
}

// ---- What a person does.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.dataset.plain !== undefined) return;
  event.preventDefault();
  send(form, event.submitter);
});

// Who chooses with keys goes through what is not meant, such as the year 2 on the way to 2026: a field that is changed
// by keys is told when it is left, or with Enter.
const CHOSEN = "select, input[type=date], input[type=time], input[type=datetime-local]";
let keyed = null;
document.addEventListener("pointerdown", () => (keyed = null), true);
document.addEventListener("focusout", (event) => told(event.target), true);

function told(field) {
  if (field.dataset?.untold === undefined) return false;
  delete field.dataset.untold;
  keyed = null;
  if (field.dataset.go !== undefined) field.form.requestSubmit();
  else press(field.form, "press", field.dataset.act);
  return true;
}

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches(".attach input")) nameFiles(field);
  const acts = field.dataset.go !== undefined || field.dataset.act;
  if (acts && field === keyed) return void (field.dataset.untold = "");
  if (field.dataset.go !== undefined) return void field.form.requestSubmit();
  const typed = field.matches("textarea, input:not([type=radio], [type=checkbox], [type=date], [type=time], [type=datetime-local], [type=file])");
  const list = field.closest("details.several");
  if (list) list.dataset.untold = "";
  else if (field.dataset.act && !typed) press(field.form, "press", field.dataset.act);
});

document.addEventListener(
  "toggle",
  (event) => {
    const list = event.target;
    if (list.nodeName !== "DETAILS") return;
    if (list.open && list.classList.contains("menu")) {
      for (const other of document.querySelectorAll("details.menu[open]")) if (other !== list && !other.contains(list)) other.open = false;
    }
    // A list to tick is told when it is folded again, with all that was ticked.
    const act = list.classList.contains("several") && !list.open && list.querySelector("[data-act]");
    if (!act) return;
    press(act.form, "press", act.dataset.act);
    delete list.dataset.untold;
  },
  true,
);

function nameFiles(field) {
  const names = [...field.files].map((file) => file.name).join(", ");
  field.nextElementSibling.textContent = names ? `📎 ${names}` : field.nextElementSibling.dataset.words;
}

let pause;
document.addEventListener("input", (event) => {
  const field = event.target;
  const seeks = field.dataset.seek;
  const tells = field.dataset.when === "typed" && field.dataset.act;
  if (!seeks && !tells) return;
  clearTimeout(pause);
  pause = setTimeout(() => press(field.form, seeks ? "seek" : "press", seeks || field.dataset.act), 250);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key === "Escape") return escaped(event);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") moved(event);
  if (event.key !== "Enter" && field.matches(CHOSEN)) keyed = field;
  if (event.key !== "Enter" || event.isComposing) return;
  if (told(field)) return void event.preventDefault();
  if (field.dataset.enter !== undefined && !event.shiftKey) {
    event.preventDefault();
    field.form.requestSubmit();
  } else if (field.dataset.when && field.dataset.act && !(field.nodeName === "TEXTAREA" && event.shiftKey)) {
    event.preventDefault();
    press(field.form, "press", field.dataset.act);
  } else if (field.dataset.seek) {
    event.preventDefault();
    press(field.form, "seek", field.dataset.seek);
  }
});

function moved(event) {
  const field = event.target;
  const writing = field.matches("#writing textarea");
  const menu = writing ? document.querySelector("#shortcuts[open][data-slash='1']") : field.closest("details.menu[open]");
  if (!menu || field.nodeName === "INPUT") return;
  event.preventDefault();
  const items = [...menu.querySelectorAll(":scope > div :is(a, button)")].filter((each) => each.checkVisibility());
  const place = items.indexOf(field) + (event.key === "ArrowDown" ? 1 : -1);
  if (place >= 0) items[place % items.length]?.focus();
  else if (menu.dataset.slash) document.querySelector("#writing textarea").focus();
}

function escaped(event) {
  const slashed = document.querySelector("#shortcuts[open][data-slash='1']");
  if (slashed && event.target.closest("#writing")) {
    event.preventDefault();
    slashed.open = false;
    document.querySelector("#writing textarea").focus();
    return;
  }
  const menu = event.target.closest?.("details[open]");
  if (menu) {
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  // Who edits a message and thinks better of it.
  event.target.closest?.("form.editing")?.querySelector("[data-cancel]").click();
}

document.addEventListener(
  "cancel",
  (event) => {
    const way = event.target.querySelector?.("[data-escape]");
    if (!way) return;
    event.preventDefault();
    way.form.requestSubmit(way);
  },
  true,
);

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  const link = event.target.closest("a");
  if (!link) return;
  if (link.dataset.press) press(link.closest("form"), "press", link.dataset.press);
  if (link.dataset.copy !== undefined) {
    event.preventDefault();
    navigator.clipboard?.writeText(link.href).then(() => say("The link is copied."), () => say(link.href));
  }
  if (link.dataset.draft !== undefined) {
    event.preventDefault();
    const field = document.querySelector("#writing textarea");
    field.value = link.dataset.draft;
    link.closest("details").open = false;
    field.focus();
  }
});

// Who types a slash is shown the commands there are.
document.addEventListener("input", (event) => {
  const menu = document.getElementById("shortcuts");
  if (!menu || !event.target.matches?.("#writing textarea")) return;
  const word = event.target.value;
  const slash = /^\/\S*$/.test(word);
  for (const item of menu.querySelectorAll("[data-draft]")) item.hidden = slash && !item.dataset.draft.startsWith(word);
  for (const form of menu.querySelectorAll("form")) form.hidden = slash;
  if (slash || menu.dataset.slash) menu.open = slash;
  menu.dataset.slash = slash ? "1" : "";
});

const live = document.getElementById("live");
if (live) {
  let soon;
  const stream = new EventSource(live.dataset.stream);
  stream.addEventListener("changed", () => {
    clearTimeout(soon);
    soon = setTimeout(look, 50);
  });
  addEventListener("pagehide", () => stream.close());
}
addEventListener("pageshow", (event) => event.persisted && location.reload());
settle();
