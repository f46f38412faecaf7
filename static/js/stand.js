// At an information stand: the next person finds nothing of the last one. All pages are shown in the
// place of the first, so that Back leads to none of them, and it begins anew when nobody is there.
// It asks before, and waits (WCAG 2.2, 2.2.1); any press goes on, however often.

const QUIET = 120000; // milliseconds without touch, key or pointer until it asks
const PATIENCE = 60000; // until it begins anew then

const start = document.body.dataset.stand;
const question = document.querySelector("#noch-da");
const reader = document.querySelector("#lesen");
let last = Date.now(); // the clock goes on while the device sleeps
let begun = "begun" in document.body.dataset;

// Firefox before 98 and Safari before 15.4 know no dialogs: there it stands in the page.
const isOpen = (dialog) => dialog.hasAttribute("open");

function open(dialog) {
  if (dialog.showModal) return dialog.showModal();
  dialog.setAttribute("open", "");
  dialog.scrollIntoView();
}

function close(dialog) {
  if (dialog.close) return dialog.close();
  dialog.removeAttribute("open");
  present();
}

document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("method") !== "dialog" || "HTMLDialogElement" in window) return;
  event.preventDefault();
  close(event.target.closest("dialog"));
});

function present() {
  last = Date.now();
  begun = true;
}

// Who presses goes on; a pointer that only moves, as on a shaking table, answers no question.
for (const kind of ["pointerdown", "keydown", "input", "scroll", "pointermove"]) {
  const isPress = kind === "pointerdown" || kind === "keydown";
  addEventListener(kind, () => (isPress || !isOpen(question)) && present(), {
    capture: true,
    passive: true,
  });
}
for (const kind of ["click", "keyup", "pointercancel"]) {
  addEventListener(kind, () => isOpen(question) && close(question), true);
}
question.addEventListener("close", present);

setInterval(() => {
  const passed = Date.now() - last;
  if (!begun || passed < QUIET) return;
  if (!isOpen(question)) {
    last = Date.now() - QUIET; // after a sleep, too, there is a minute to answer
    open(question);
  } else if (passed >= QUIET + PATIENCE) {
    location.replace(start);
  }
}, 1000);

// A page that was left and comes back by Back.
addEventListener("pageshow", (event) => event.persisted && location.replace(start));

function parsed(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll("noscript").forEach((each) => each.remove()); // filled: it has no script
  return page;
}

// Sends a form and shows the answer here, as no step of the browser's history. Without an answer of
// the portal the page stays as it is, with all that was typed.
async function send(form, button) {
  const said = form.querySelector(":scope > p[role=status]") ?? form.appendChild(status());
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.append(button.name, button.value);
  try {
    const answer = await fetch(start, { method: "POST", body });
    const page = parsed(await answer.text());
    const main = page.querySelector("main");
    if (!("stand" in page.body.dataset && (answer.ok || main.querySelector("form")))) throw answer;
    show(page.title, main);
  } catch {
    said.textContent =
      "Das hat gerade nicht geklappt. Was Sie geschrieben haben, steht noch hier. " +
      "Bitte versuchen Sie es in einer Minute noch einmal.";
  }
}

function status() {
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  return said;
}

function show(title, main) {
  const focused = main.querySelector("[autofocus]") ?? main;
  focused.removeAttribute("autofocus"); // the browser would not give it a second time
  document.title = title;
  document.querySelector("main").replaceWith(main);
  main.dispatchEvent(new Event("portal:new", { bubbles: true }));
  focused.focus({ preventScroll: true });
  scrollTo(0, 0);
  if (focused !== main) (focused.closest(".kern-form-input") ?? focused).scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  event.preventDefault();
  send(event.target, event.submitter);
});

// Pages about the portal are read here: nobody leaves the stand, and what was typed stays.
async function read(link) {
  const place = reader.querySelector("#gelesen");
  place.replaceChildren();
  try {
    const text = parsed(await (await fetch(link.href)).text()).querySelector("main");
    text.querySelectorAll("form").forEach((form) => form.remove());
    text.querySelectorAll("a").forEach((each) => each.replaceWith(...each.childNodes));
    for (const each of text.querySelectorAll("*")) {
      for (const name of ["id", "aria-labelledby", "aria-describedby"]) each.removeAttribute(name);
    }
    place.append(...text.childNodes);
  } catch {
    place.textContent = "Das lässt sich gerade nicht öffnen. Bitte versuchen Sie es noch einmal.";
  }
  open(reader);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-read-here]");
  if (!link) return;
  event.preventDefault();
  read(link);
});
