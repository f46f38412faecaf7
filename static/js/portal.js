// Comfort only: every page does its job without this file.

// Shows how many characters are left, counted as the server counts: code points, and a line break
// is one. (A textarea's value has its line breaks as LF, by the HTML standard.)
function countCharacters(field) {
  const limit = Number(field.dataset.limit);
  const shown = document.createElement("p");
  shown.className = "count";
  shown.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("p");
  spoken.className = "kern-sr-only";
  spoken.setAttribute("role", "status");
  field.after(shown, spoken);

  let waiting;
  function update() {
    const left = limit - [...field.value].length;
    const number = Math.abs(left).toLocaleString("de-DE", { useGrouping: "always" });
    const text = left < 0 ? `${number} Zeichen zu viel` : `Noch ${number} Zeichen`;
    shown.textContent = text;
    shown.classList.toggle("count--over", left < 0);
    // Spoken only in a pause of typing, and only when it begins to matter.
    clearTimeout(waiting);
    waiting = setTimeout(() => (spoken.textContent = left < limit / 10 ? text : ""), 1000);
  }
  field.addEventListener("input", update);
  addEventListener("pageshow", update); // the browser may have restored a text
  update();
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

async function copy(button) {
  const done = button.parentElement.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    done.textContent = "Link kopiert.";
  } catch {
    done.textContent = "Das hat nicht geklappt. Bitte kopieren Sie die Adresse von Hand.";
  }
}

function offer(selector, possible, action) {
  for (const button of document.querySelectorAll(selector)) {
    if (!possible) continue;
    button.hidden = false;
    button.addEventListener("click", () => action(button));
  }
}

document.querySelectorAll("[data-limit]").forEach(countCharacters);
document.querySelectorAll("form[method=post]").forEach(sendOnce);
offer("[data-copy]", navigator.clipboard, copy);
offer("[data-print]", window.print, () => window.print());
offer("[data-share]", navigator.share, (button) =>
  navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {}),
);
