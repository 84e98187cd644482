/** Leaving for the network: the text goes to the clipboard on the way. */

/** Copy as every browser can, also without HTTPS; the text stays marked. */
function copyMarked(field) {
  field.focus();
  field.select();
  field.setSelectionRange(0, field.value.length);
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

async function copy(field) {
  if (copyMarked(field)) return true;
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return false;
  }
}

/** @param {HTMLElement} screen what holds text, button and status */
export default function leave(screen) {
  const field = screen.querySelector("[data-advocacy-whole-text]");
  const status = screen.querySelector("[data-advocacy-copied]");
  const go = screen.querySelector("[data-advocacy-go]");
  const button = screen.querySelector("[data-advocacy-copy]");

  field.addEventListener("focus", () => field.select());

  if (button) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const copied = await copy(field);
      status.textContent = copied ? status.dataset.copied : status.dataset.refused;
      if (!copied) field.focus();
    });
  }
  if (!go) return;

  go.textContent = go.dataset.withCopy;
  const mustPaste = go.dataset.advocacyGo === "paste";
  let refused = false;
  go.addEventListener("click", async (event) => {
    // Refused before: the person has copied by hand, so the link is just a link.
    if (refused) return;
    if (copyMarked(field)) {
      status.textContent = status.dataset.copied;
      return;
    }
    // The text travels in the address: nothing is missing without a copy.
    if (!mustPaste) return;
    event.preventDefault();
    if (await copy(field)) {
      status.textContent = status.dataset.copied;
      window.open(go.href, "_blank", "noopener,noreferrer");
      return;
    }
    refused = true;
    go.textContent = status.dataset.withoutCopy;
    status.textContent = status.dataset.refused;
    field.focus();
    field.select();
  });
}
