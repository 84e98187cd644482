/** The composer: question, live count, and a draft that survives. */

/** What counting.js counts with, from a page that holds it. */
function rulesIn(page) {
  return JSON.parse(page.querySelector("#advocacy-rules").textContent);
}

/**
 * @param {HTMLFormElement} form the composer's form
 * @param {object} drafts where drafts are kept
 */
export default async function compose(form, drafts) {
  let counting = null;
  let rules = rulesIn(form);
  const text = form.elements.text;
  const question = form.querySelector("[data-advocacy-question]");
  const questions = form.querySelector("[data-advocacy-questions]");
  const count = form.querySelector("[data-advocacy-count]");
  const spoken = form.querySelector("[data-advocacy-count-spoken]");
  // Not there where no network needs it.
  const { instance } = form.elements;
  const key = form.dataset.advocacyDraft;
  // Somebody may have typed before this script came.
  const untouched = { ...snapshot(), text: text.defaultValue };
  const isTouched = text.value !== text.defaultValue;

  function chosen(name) {
    return form.querySelector(`[name="${name}"]:checked`);
  }

  function snapshot() {
    return {
      text: text.value,
      network: chosen("network")?.value ?? "",
      instance: instance?.value ?? "",
      question: chosen("question")?.value ?? "",
      hashtags: [...form.querySelectorAll("[name=hashtags]:checked")].map(
        (tag) => tag.value,
      ),
    };
  }

  function restore(draft) {
    text.value = draft.text;
    tick("network", [draft.network]);
    const more = chosen("network")?.closest("[data-advocacy-more]");
    if (more) more.open = true;
    if (instance) instance.value = draft.instance ?? "";
    tick("question", [draft.question]);
    for (const tag of form.querySelectorAll("[name=hashtags]")) {
      tag.checked = draft.hashtags.includes(tag.value);
    }
    update();
  }

  function tick(name, values) {
    for (const radio of form.querySelectorAll(`[name="${name}"]`)) {
      if (values.includes(radio.value)) radio.checked = true;
    }
  }

  function update() {
    showQuestions();
    showCount();
  }

  /** Only the questions for this network; the general one where there is none. */
  function showQuestions() {
    const network = chosen("network")?.value;
    const radios = [...form.querySelectorAll("[name=question]")];
    const suits = (radio) =>
      radio.value !== "" && ["", network].includes(radio.dataset.advocacyNetwork);
    const suitable = radios.filter(suits);
    const asked = suitable.length ? suitable : radios.filter((one) => one.value === "");
    for (const radio of radios) {
      radio.closest("label").hidden = !asked.includes(radio);
    }
    if (asked.length && !asked.some((radio) => radio.checked)) asked[0].checked = true;
    questions.hidden = asked.length < 2;
    const words = chosen("question")?.closest("label").querySelector("span");
    if (!words) return;
    question.textContent = words.textContent;
    question.lang = words.lang;
    if (!words.lang) question.removeAttribute("lang");
    text.placeholder = words.textContent;
  }

  function showCount() {
    const { network, hashtags } = snapshot();
    const rule = rules.networks[network];
    if (!rule || !counting) return;
    const { measure, normalise } = counting;
    const whole = [normalise(text.value), hashtags.join(" ")].filter(Boolean).join("\n\n");
    const over = (one) => (one.limit === null ? 0 : Math.max(0, one.used - one.limit));
    const measures = measure(rule, whole, rules.link, rules.title);
    const shown = measures.reduce((most, one) => (over(one) > over(most) ? one : most));
    const tooMany = over(shown);
    const kind = shown.limit === null ? "unlimited" : tooMany ? "over" : "within";
    const values = { ...shown, over: tooMany };
    count.textContent = count.dataset[kind].replace(
      /%\((\w+)\)s/g,
      (_, name) => values[name],
    );
    count.classList.toggle("advocacy-count--over", tooMany > 0);
    // Spoken where it matters, not at every letter.
    const left = shown.limit === null ? Infinity : shown.limit - shown.used;
    spoken.textContent = left <= 20 ? count.textContent : "";
  }

  // Whose limits the rules are; the server has asked for the one it was sent.
  let asked = server();

  /** The server people named, where the chosen network has many; else "". */
  function server() {
    const needsIt = "advocacyInstance" in (chosen("network")?.dataset ?? {});
    return (needsIt && instance?.value.trim()) || "";
  }

  /** Servers have limits of their own, which only the intranet may ask for. */
  async function askForRules() {
    if (!server() || server() === asked) return;
    asked = server();
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "instance"]) {
      body.append(name, form.elements[name].value);
    }
    body.append("network", chosen("network").value);
    body.append("refresh", "1");
    const headers = { "X-Advocacy-Fragment": "1" };
    try {
      const response = await fetch(form.action, { method: "POST", body, headers });
      const html = await response.text();
      rules = rulesIn(new DOMParser().parseFromString(html, "text/html"));
      showCount();
    } catch {
      // The form itself will tell what is wrong.
    }
  }

  form.addEventListener("change", askForRules);

  let waiting = 0;
  function keep() {
    clearTimeout(waiting);
    waiting = 0;
    if ("advocacySent" in form.dataset) return;
    const draft = snapshot();
    if (draft.text.trim() && draft.text !== untouched.text) drafts.write(key, draft);
    else drafts.forget(key);
  }

  form.addEventListener("input", () => {
    // What was wrong with the text that was sent; the count tells about this one.
    form.querySelector("#advocacy-text-errors")?.remove();
    text.removeAttribute("aria-invalid");
    update();
    waiting ||= setTimeout(keep, 300);
  });
  // Not later: what the server answers may say that there is nothing to keep any more.
  form.addEventListener("submit", () => waiting && keep());
  window.addEventListener("pagehide", () => waiting && keep());
  form.closest("dialog")?.addEventListener("close", () => waiting && keep());

  /** Whether what came with the page is newer, or kept for the network asked for. */
  function isElsewhere({ at, network }) {
    const { advocacyKeptAt, advocacyKeptFor } = form.dataset;
    return at < advocacyKeptAt * 1000 || (advocacyKeptFor || network) !== network;
  }

  function takeUp(draft) {
    restore(draft);
    const notice = form.querySelector("[data-advocacy-restored]");
    notice.hidden = false;
    notice.querySelector("[data-advocacy-start-over]").addEventListener("click", () => {
      drafts.forget(key);
      restore(untouched);
      notice.hidden = true;
      text.focus();
    });
  }

  function setAside(draft) {
    const notice = form.querySelector("[data-advocacy-set-aside]");
    notice.hidden = false;
    notice.querySelector("[data-advocacy-take-up]").addEventListener("click", () => {
      takeUp(draft);
      notice.hidden = true;
      text.focus();
    });
    update();
  }

  const draft = drafts.read(key);
  const isAnswer = "advocacyAnswered" in form.dataset;
  // The server keeps a text without the space around it.
  const isNews = draft?.text && draft.text.trim() !== untouched.text.trim();
  if (!isAnswer && !isTouched && isNews) {
    if (isElsewhere(draft)) setAside(draft);
    else takeUp(draft);
  } else {
    update();
    if (isTouched) keep();
  }

  // A draft may have brought a server back.
  askForRules();
  // Without it the server counts, as ever.
  const address = new URL(form.dataset.advocacyCounting, document.baseURI);
  counting = await import(address.href).catch(() => null);
  showCount();
}
