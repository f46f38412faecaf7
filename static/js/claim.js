// While a submission is open colleagues are told so, and led past it. No lock: who leaves the page
// or does nothing for five minutes is forgotten.

const RENEWED_AFTER = 4 * 60 * 1000; // milliseconds

addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector("[data-claim]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (!page || !token) return;
  const words = (more) => new URLSearchParams({ csrfmiddlewaretoken: token.value, ...more });
  let since = 0;
  const claim = () => {
    since = Date.now();
    fetch(page.dataset.claim, { method: "POST", body: words() }).catch(() => {}); // it is a comfort
  };
  addEventListener("pageshow", claim);
  document.addEventListener("input", () => {
    if (Date.now() - since > RENEWED_AFTER) claim();
  });
  addEventListener("pagehide", () => {
    navigator.sendBeacon(page.dataset.claim, words({ leaves: "1" }));
  });
});
