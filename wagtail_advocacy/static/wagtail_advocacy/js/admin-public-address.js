/* Asks the public address what the server wants to know, and sends it what was seen. */
(() => {
  const { Controller } = window.StimulusModule;
  const PATIENCE = 10000; /* milliseconds, for one answer */
  const NEWS = 100; /* milliseconds until a browser has said why it refused */
  const MAX_TEXT = 200000; /* characters; the server takes no more */

  /* Nothing of the person goes along, and nothing is kept. */
  const send = (address, options) => fetch(address, {
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(PATIENCE),
    ...options,
  });

  const measure = async (blob) => {
    try {
      const bitmap = await createImageBitmap(blob);
      return { width: bitmap.width, height: bitmap.height, size: blob.size };
    } catch {
      return null;
    }
  };

  const read = async (response, wants) => {
    if (wants === "picture") return { picture: await measure(await response.blob()) };
    if (wants !== "status") return { text: (await response.text()).slice(0, MAX_TEXT) };
    await response.body?.cancel();
    return {};
  };

  /* Whether anything answers where a script may not read what. */
  const isThere = async (address, method) => {
    try {
      await send(address, { method, mode: "no-cors" });
      return true;
    } catch {
      return false;
    }
  };

  const ask = async ({ address, method, wants }) => {
    const asked = { address, method };
    try {
      const response = await send(address, { method, redirect: "manual" });
      if (response.type === "opaqueredirect") return { ...asked, outcome: "redirect" };
      const seen = await read(response, wants);
      return { ...asked, outcome: "answered", status: response.status, ...seen };
    } catch (error) {
      const outcome = error.name !== "TimeoutError" && (await isThere(address, method))
        ? "unreadable"
        : "silent";
      return { ...asked, outcome };
    }
  };

  const pictureOf = (card) => {
    const page = new DOMParser().parseFromString(card, "text/html");
    const tag = page.querySelector('meta[property="og:image"], meta[name="og:image"]');
    const address = tag?.getAttribute("content") ?? "";
    return /^https?:\/\//i.test(address) ? address : "";
  };

  class AdvocacyPublicAddressController extends Controller {
    static targets = ["button", "answers", "progress", "forbidden"];
    static values = { questions: Array };

    connect() {
      this.buttonTarget.hidden = false;
      this.onViolation = this.onViolation.bind(this);
      document.addEventListener("securitypolicyviolation", this.onViolation);
    }

    disconnect() {
      document.removeEventListener("securitypolicyviolation", this.onViolation);
    }

    /* This site's own Content-Security-Policy, and not the network, said no. */
    onViolation({ disposition, effectiveDirective, blockedURI }) {
      if (disposition !== "enforce" || effectiveDirective !== "connect-src") return;
      const [first] = this.questionsValue;
      this.isForbidden ||= blockedURI.startsWith(new URL(first.address).origin);
    }

    async start() {
      this.buttonTarget.disabled = true;
      this.forbiddenTarget.hidden = true;
      this.isForbidden = false;
      this.progressTarget.textContent = this.progressTarget.dataset.text;
      const answers = await this.askAll();
      this.progressTarget.textContent = "";
      if (this.isForbidden) {
        this.forbiddenTarget.hidden = false;
        this.buttonTarget.disabled = false;
        return;
      }
      this.answersTarget.value = JSON.stringify(answers);
      this.answersTarget.form.submit();
    }

    async askAll() {
      const [first, ...others] = this.questionsValue;
      const answers = [await ask(first)];
      if (answers[0].outcome === "silent") {
        await new Promise((resolve) => { setTimeout(resolve, NEWS); });
        /* Nobody is there: the others would be waited for in vain. */
        const silent = ({ address, method }) => ({ address, method, outcome: "silent" });
        return [...answers, ...others.map(silent)];
      }
      for (const question of others) {
        const answer = await ask(question);
        answers.push(answer);
        const address = question.wants === "card" && pictureOf(answer.text ?? "");
        if (address && !this.questionsValue.some((one) => one.address === address)) {
          answers.push(await ask({ address, method: "GET", wants: "picture" }));
        }
      }
      return answers;
    }
  }

  window.wagtail.app.register("advocacy-public-address", AdvocacyPublicAddressController);
})();
