// Comfort only: every page does its job without this file.

// Returns what says something at a place, to screen readers too. An empty place would be read out as
// such, so it comes with its text, and a moment before it: then it is noticed.
function sayer(place, className = "") {
  let said;
  return (text) => {
    if (!text) {
      said?.remove();
      said = undefined;
      return;
    }
    if (!said) {
      said = document.createElement("p");
      said.className = className;
      said.setAttribute("role", "status");
      place(said);
    }
    const here = said;
    setTimeout(() => (here.textContent = text), 100);
  };
}

// Shows how many characters are left, counted as the server counts: code points, and a line break
// is one. (A textarea's value has its line breaks as LF, by the HTML standard.)
function countCharacters(field) {
  const limit = Number(field.dataset.limit);
  const shown = document.createElement("p");
  shown.className = "count";
  shown.setAttribute("aria-hidden", "true");
  field.after(shown);
  const speak = sayer((spoken) => shown.after(spoken), "kern-sr-only");

  let waiting;
  function update() {
    const left = limit - [...field.value].length;
    const number = Math.abs(left).toLocaleString("de-DE", { useGrouping: "always" });
    const text = left < 0 ? `${number} Zeichen zu viel` : `Noch ${number} Zeichen`;
    shown.textContent = text;
    shown.classList.toggle("count--over", left < 0);
    // Spoken only in a pause of typing, and only when it begins to matter.
    clearTimeout(waiting);
    waiting = setTimeout(() => speak(left < limit / 10 ? text : ""), 1000);
  }
  field.addEventListener("input", update);
  addEventListener("pageshow", update); // the browser may have restored a text
  update();
}

// Holds a click while the device is offline, says so, and goes on when the network is back. Some
// devices are wrong about being offline: a second click is not held.
function waitForNetwork(form) {
  const say = sayer((said) => form.append(said));
  let held;
  form.addEventListener("submit", (event) => {
    if (navigator.onLine || held) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = event.submitter ?? form.querySelector("[type=submit]");
    say(
      "Ihr Gerät hat gerade kein Netz. Was Sie geschrieben haben, bleibt hier stehen. " +
        "Sobald das Netz wieder da ist, geht es von selbst weiter.",
    );
  });
  addEventListener("online", () => held && held.click());
  addEventListener("pageshow", () => {
    held = undefined;
    say("");
  });
}

// Gives a form what was typed when its page is loaded anew, and when Back leads to a page that the
// browser has asked for anew: what answered a form comes without what was typed there. It stands in
// the page's entry of the browser's history, and goes with it.
function keepInHistory(form) {
  if (form.autocomplete === "off") return; // at an information stand
  // What answered this form: once its entry is touched, browsers ask for it without the form, and
  // come to an empty one. Untouched they give back what was typed by themselves.
  if (new URL(form.action).pathname === location.pathname) return;
  const { type } = performance.getEntriesByType("navigation")[0] ?? {};
  const comesAgain = type === "reload" || type === "back_forward";
  // What the browser has given back by itself may be newer.
  const asSent = [...form.elements].every((field) => !isChanged(field));
  if (comesAgain && asSent && history.state?.typed) refill(form, history.state.typed);
  let waiting;
  const keep = () => {
    clearTimeout(waiting);
    waiting = undefined;
    history.replaceState({ ...history.state, typed: [...new FormData(form)] }, "");
  };
  form.addEventListener("input", () => {
    if (!waiting) waiting = setTimeout(keep, 500); // browsers count how often it is done
  });
  form.addEventListener("submit", keep);
}

function isChanged(field) {
  if (field.type === "hidden") return false; // the form's own number
  if (field.type === "radio" || field.type === "checkbox") {
    return field.checked !== field.defaultChecked;
  }
  return "defaultValue" in field && field.value !== field.defaultValue; // buttons have none
}

function refill(form, typed) {
  for (const field of form.elements) {
    const values = typed.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = values.includes(field.value);
    } else if (values.length && field.type !== "hidden") {
      field.value = values[0];
    }
  }
  for (const part of form.querySelectorAll("details")) {
    if ([...part.querySelectorAll("input")].some(isChanged)) part.open = true;
  }
}

// Lets who comes to a text by "Ändern" or a key go on behind it; a click goes where it points to.
function goOnBehind(field) {
  const go = () => {
    if (field.selectionEnd === 0) field.setSelectionRange(field.value.length, field.value.length);
  };
  if (field === document.activeElement) go();
  field.addEventListener("focus", go, { once: true });
}

// A long summary of errors stands in view from its beginning.
function beginInView(summary) {
  const go = () => summary.scrollIntoView();
  if (summary === document.activeElement) go();
  summary.addEventListener("focus", () => requestAnimationFrame(go), { once: true });
}

// Takes a second click on a button of the same form for the accident that it is.
function sendOnce(form) {
  let sentAt = -Infinity;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sentAt < 2000) event.preventDefault();
    else sentAt = event.timeStamp;
  });
  addEventListener("pageshow", () => (sentAt = -Infinity));
}

// In a field of one value Enter sends, as in any other form.
function sendOnEnter(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  event.target.form.querySelector("[type=submit]").click();
}

async function copy(button) {
  button.parentElement.querySelector(".share__done")?.remove();
  const say = sayer((said) => button.after(said), "share__done");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    say("Link kopiert.");
  } catch {
    say("Das hat nicht geklappt. Bitte kopieren Sie die Adresse von Hand.");
  }
}

// Shows the topics that fit to a word in the place of the list. Only what the list holds is sent
// along; without an answer the button does what it does without a script.
function findTopics(button) {
  const { form } = button;
  const say = sayer((said) => button.after(said), "kern-sr-only");

  let failed = false; // then it works as without a script
  async function find(event) {
    event.preventDefault();
    const { wort, forum, other_topic } = form.elements;
    if (!wort.value.trim()) return wort.focus();
    const body = new URLSearchParams({ finden: "1", wort: wort.value });
    body.append("forum", forum.value);
    body.append("other_topic", other_topic.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (!answer.ok) throw answer;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const list = page.querySelector("[data-topics]");
      list.querySelector("noscript")?.remove(); // the parser has no script, and fills it
      list.querySelector("[autofocus]")?.removeAttribute("autofocus");
      form.querySelector("[data-topics]").replaceWith(list);
      comfort(list);
      const found = list.querySelector(".found")?.textContent ?? "Hier stehen alle Themen.";
      say(found.replace(/\s+/g, " ").trim());
    } catch {
      failed = true;
      button.click();
    }
  }
  button.addEventListener("click", (event) => failed || find(event));
  form.elements.wort.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) find(event);
  });
}

// Opens a page in the place of this one, so that Back doesn't lead here.
function replace(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a window of its own
  event.preventDefault();
  location.replace(event.currentTarget.href);
}

// The form's own number: who comes back to it after sending, and sends something else, is told of
// the first. It stays with the page's entry of the history, beside what was typed.
function number(field) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const drawn = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  field.value = history.state?.number ?? drawn;
  history.replaceState({ ...history.state, number: field.value }, "");
}

function comfort(part) {
  const all = (selector) => part.querySelectorAll(selector);

  function offer(selector, possible, action) {
    for (const button of all(selector)) {
      if (!possible) continue;
      button.hidden = false;
      button.addEventListener("click", () => action(button));
    }
  }

  all("[data-without-script]").forEach((words) => words.remove());
  all("form.survey").forEach(keepInHistory);
  all("[name=formular]").forEach(number);
  all(".kern-alert[autofocus]").forEach(beginInView);
  all("[data-replace]").forEach((link) => link.addEventListener("click", replace));
  all("[data-limit]").forEach(countCharacters);
  all("[data-find-topic]").forEach(findTopics);
  all("textarea, input[dir=auto]").forEach(goOnBehind);
  all("#id_code").forEach((field) => field.addEventListener("keydown", sendOnEnter));
  for (const form of all("form[method=post]")) {
    waitForNetwork(form);
    sendOnce(form);
  }
  offer("[data-copy]", navigator.clipboard && !navigator.share, copy); // one button is enough
  offer("[data-print]", window.print, () => window.print());
  offer("[data-share]", navigator.share, (button) =>
    navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {}),
  );
}

comfort(document);
document.addEventListener("portal:new", (event) => comfort(event.target)); // stand.js
