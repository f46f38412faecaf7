// The review desk by keyboard: a letter presses the button, opens the form or follows the link
// that is marked with it. Everything works without this script too.

const isWriting = (element) => element.matches("input, textarea, select, [contenteditable]");

const open = (summary) => {
  const details = summary.parentElement;
  details.open = true;
  details.querySelector("textarea, select, input:not([type=hidden])")?.focus();
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isWriting(event.target)) {
    event.target.closest("details")?.querySelector("summary").focus();
    return;
  }
  if (isWriting(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
  // The messages come first: what they take back is the last step.
  const marked = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!marked) return;
  event.preventDefault();
  if (event.repeat) return; // a key that is held does one step, also when the next page is there
  if (marked.matches("summary")) open(marked);
  else marked.click();
});

// A ready text goes where the cursor is, and keeps what was typed.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-insert]");
  if (!link) return;
  event.preventDefault();
  const field = link.closest("form").querySelector("textarea");
  field.setRangeText(link.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
});

addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-print]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// Back in the list the focus is on the submission that was read last; when all has come, since the
// browser takes the focus away when it goes to a place that can't have it.
addEventListener("load", () => {
  document.getElementById(location.hash.slice(1))?.closest("th a")?.focus();
});
