/**
 * What the server has to say about a text, while it is being written.
 *
 * Asked for after a pause, and only about what has changed; a newer question ends the
 * older one. Nothing here keeps anybody from leaving with their text.
 */

// Milliseconds without a key, after which somebody looks up.
const PAUSE = 700;

/** @param {HTMLElement} place what shows it; it stands in the composer's form */
export default function coach(place) {
  const form = place.closest("form");
  const shown = place.querySelector("[data-advocacy-coached]");
  const forWhom = place.querySelector("[data-advocacy-coached-for-whom]");
  let waiting = 0;
  let asking = null;
  let last = about();
  // Milliseconds since the page began; not asked before.
  let notBefore = 0;

  /** All that what is said depends on. */
  function about() {
    const data = new FormData(form);
    const names = ["text", "network", "hashtags"];
    return JSON.stringify(names.map((name) => data.getAll(name)));
  }

  async function ask() {
    const now = about();
    if (now === last || !place.isConnected || performance.now() < notBefore) return;
    last = now;
    asking?.abort();
    if (!form.elements.text.value.trim()) return show([]);
    const current = (asking = new AbortController());
    try {
      const response = await fetch(place.dataset.advocacyCoaching, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Advocacy-Fragment": "1" },
        signal: current.signal,
      });
      if (response.status === 429) {
        const seconds = Number(response.headers.get("Retry-After")) || 60;
        notBefore = performance.now() + seconds * 1000;
      }
      // A login page, say: what was said about an older text is no help any more.
      if (!response.ok || response.redirected) return show([]);
      const html = await response.text();
      const page = new DOMParser().parseFromString(html, "text/html");
      if (current === asking) show([...page.body.querySelectorAll("p")]);
    } catch {
      // Aborted, or offline: the next pause asks again.
      if (current === asking) last = null;
    }
  }

  /** Change only what is different: what stays is not spoken again. */
  function show(sentences) {
    const wanted = sentences.map((one) => one.textContent);
    const there = [...shown.children];
    for (const old of there) if (!wanted.includes(old.textContent)) old.remove();
    sentences.forEach((sentence, index) => {
      if (shown.children[index]?.textContent === sentence.textContent) return;
      shown.insertBefore(document.adoptNode(sentence), shown.children[index] ?? null);
    });
    place.classList.toggle("advocacy-say", wanted.length > 0);
    forWhom.hidden = wanted.length === 0;
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  }

  form.addEventListener("input", soon);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    asking?.abort();
  });
  // What a browser kept, or somebody typed before this script came. A draft that
  // composer.js brings back meanwhile is in the form when the pause is over.
  if (form.elements.text.value !== form.elements.text.defaultValue) last = null;
  soon();
}
