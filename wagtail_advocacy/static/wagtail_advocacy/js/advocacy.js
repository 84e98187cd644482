/**
 * Brings our screens to life, on pages of their own and in a dialog on an article.
 *
 * Without it every link and form works as it stands in the page. Parts that only some
 * screens need are loaded from the address in their data-advocacy-module; it is the
 * server's, so that hashed file names work.
 */

const FRAGMENT = "X-Advocacy-Fragment";
const DRAFT = "advocacy-draft:";
const DAYS_KEPT = 14;

/** Drafts in this browser, by person and offer. A browser may refuse to keep any. */
const drafts = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(DRAFT + key));
    } catch {
      return null;
    }
  },
  write(key, draft) {
    try {
      localStorage.setItem(DRAFT + key, JSON.stringify({ ...draft, at: Date.now() }));
    } catch {
      // Private windows and full disks: the form works without.
    }
  },
  forget(start, isOver = () => true) {
    try {
      Object.keys(localStorage)
        .filter((key) => key.startsWith(DRAFT + start))
        .filter((key) => isOver(drafts.read(key.slice(DRAFT.length))))
        .forEach((key) => localStorage.removeItem(key));
    } catch {
      // As above.
    }
  },
};

/**
 * Shows screens in one place: a dialog's body, or the page itself.
 *
 * @param {HTMLElement} body what holds the screen
 * @param {?HTMLDialogElement} dialog the dialog around it, where it is in one
 */
class Place {
  constructor(body, dialog = null) {
    this.body = body;
    this.dialog = dialog;
    this.screen = body.querySelector("[data-advocacy-screen]");
    // The form that is being sent; there is one at a time.
    this.busy = null;
    body.addEventListener("submit", (event) => this.submit(event));
    body.addEventListener("click", (event) => this.follow(event));
  }

  /** Run what the screen in place needs. */
  async start() {
    this.screen.querySelectorAll("[data-advocacy-without-script]").forEach((element) => {
      element.hidden = true;
    });
    this.screen.querySelectorAll("[data-advocacy-forget-drafts]").forEach((element) => {
      drafts.forget(`${element.dataset.advocacyForgetDrafts}:`);
    });
    // All are asked for at once, so that none comes late.
    const elements = [...this.screen.querySelectorAll("[data-advocacy-module]")];
    const start = async (element) => {
      const address = new URL(element.dataset.advocacyModule, document.baseURI);
      const part = await import(address.href);
      await part.default(element, drafts);
    };
    await Promise.all(elements.map(start));
  }

  /** Ask the server; a screen in answer is shown, anything else told apart. */
  async ask(address, options = {}) {
    let response;
    try {
      response = await fetch(address, {
        ...options,
        credentials: "same-origin",
        headers: { [FRAGMENT]: "1" },
      });
    } catch {
      return { failed: true };
    }
    const type = response.headers.get("Content-Type") ?? "";
    if (response.status === 401 && type.includes("json")) {
      return { login: (await response.json()).login };
    }
    const html = await response.text();
    // Anything else is not even parsed: the inline styles of somebody's error page
    // would be reported against this one.
    if (html.includes("data-advocacy-screen")) {
      const page = new DOMParser().parseFromString(html, "text/html");
      const screen = page.querySelector("[data-advocacy-screen]");
      if (screen) return { screen, address: response.url };
    }
    // A site's own wall answers with its login page instead of ours.
    if (response.ok && response.redirected) return { login: response.url };
    return { failed: true, forbidden: response.status === 403 };
  }

  async show(answer) {
    this.put(answer);
    this.focus();
    await this.start();
  }

  put({ screen, address }) {
    this.address = address;
    const next = document.adoptNode(screen);
    // On a page of the site's there may be more around our screen.
    if (this.screen) this.screen.replaceWith(next);
    else this.body.append(next);
    this.screen = next;
    // It answers at once, also while its scripts are still on their way.
    this.busy = null;
    const heading = next.querySelector(".advocacy-heading");
    if (heading && this.dialog) {
      heading.id = "advocacy-dialog-heading";
      this.dialog.setAttribute("aria-labelledby", heading.id);
    }
  }

  focus() {
    if (this.dialog) this.dialog.scrollTop = 0;
    const wanted = "[aria-invalid], [data-advocacy-focus=now]";
    const heading = this.screen.querySelector(".advocacy-heading");
    (this.screen.querySelector(wanted) ?? heading)?.focus();
  }

  async submit(event) {
    const form = event.target;
    // On a page only what somebody has typed is to lose; the rest is sent as ever.
    // The way to something that is to be done first: the page there, as without scripts.
    if (event.submitter && "advocacyWholePage" in event.submitter.dataset) return;
    const { advocacyDraft, advocacyKeep } = form.dataset;
    const isOurs = this.dialog || (advocacyDraft ?? advocacyKeep) !== undefined;
    if (!isOurs || form.method !== "post") return;
    event.preventDefault();
    if (this.busy) return;
    this.busy = form;
    this.tell();
    try {
      await this.send(form, event.submitter);
    } finally {
      if (this.busy === form) this.busy = null;
    }
  }

  async send(form, submitter) {
    const post = () => {
      const body = new FormData(form);
      if (submitter?.name) body.append(submitter.name, submitter.value);
      return this.ask(form.action, { method: "POST", body });
    };
    let answer = await post();
    if (answer.forbidden) {
      // Logging in again, in another tab say, has made the form's token void.
      const fresh = await this.ask(this.address ?? location.href);
      const token = fresh.screen?.querySelector("[name=csrfmiddlewaretoken]");
      if (token) {
        form.elements.csrfmiddlewaretoken.value = token.value;
        answer = await post();
      } else if (fresh.login) {
        answer = fresh;
      }
    }
    if (answer.login) return this.tell("logged-out", form, answer.login);
    if (answer.failed) return this.tell("failed", form);
    const was = this.screen.dataset.advocacyScreen;
    const is = answer.screen.dataset.advocacyScreen;
    // The server has the text now.
    if (was === "compose" && ["share", "planned"].includes(is)) {
      form.dataset.advocacySent = "";
      drafts.forget(form.dataset.advocacyDraft);
    }
    if (was === "join" && is !== "join") this.hasJoined = true;
    if (this.dialog) {
      // "Not yet" is an answer, and then the person is back on their article.
      if (is === "hub") return this.dialog.close();
      return this.show(answer);
    }
    const here = new URL(form.action, document.baseURI);
    const there = new URL(answer.address);
    if (here.pathname !== there.pathname) {
      // What follows a redirect in a script is not told the part of the page.
      if ("advocacyKeep" in form.dataset) there.hash = form.closest("[id]")?.id ?? "";
      return location.assign(there.href);
    }
    return this.show(answer);
  }

  /** Say what went wrong in the words that the server put into the page. */
  tell(what, form, login) {
    this.screen.querySelector("[data-advocacy-told]")?.remove();
    const words =
      what &&
      (this.screen.querySelector(`template[data-advocacy-${what}]`) ??
        document.querySelector(`template[data-advocacy-${what}]`));
    if (!words) return;
    const note = document.createElement("div");
    note.className = "advocacy-note advocacy-note--problem";
    note.setAttribute("role", "alert");
    note.dataset.advocacyTold = "";
    note.append(words.content.cloneNode(true));
    const link = note.querySelector("a");
    if (link && login) link.href = login;
    (form.querySelector(".advocacy-actions:has([type=submit])") ?? form).before(note);
    note.scrollIntoView({ block: "nearest" });
  }

  /** In a dialog, links to our own screens stay in it. */
  async follow(event) {
    const link = event.target.closest("a[data-advocacy-inside]");
    if (!link || !this.dialog || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const answer = await this.ask(link.href);
    if (answer.screen) this.show(answer);
    else location.assign(link.href);
  }
}

/** Open the screen that a link leads to, in a dialog on this page. */
async function open(link) {
  const template = document.querySelector("template[data-advocacy-dialog]");
  const dialog = template.content.cloneNode(true).firstElementChild;
  document.body.append(dialog);
  const place = new Place(dialog.querySelector("[data-advocacy-body]"), dialog);
  const answer = await place.ask(link.href);
  if (!answer.screen) {
    // A login, or something we do not know: the page itself will say what it is.
    dialog.remove();
    location.assign(link.href);
    return;
  }
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-advocacy-close]")) {
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    // The button on the article still invites somebody who has joined meanwhile.
    if (place.hasJoined) location.reload();
    else link.focus();
  });
  place.put(answer);
  // Not before the scripts are there: what is typed from now on is kept.
  await place.start();
  dialog.showModal();
  place.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-advocacy-open]");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!link || !isPlain || !window.HTMLDialogElement || link.ariaBusy === "true") return;
  event.preventDefault();
  link.ariaBusy = "true";
  open(link)
    .catch(() => location.assign(link.href))
    .finally(() => {
      link.ariaBusy = "false";
    });
});

/** "Not for me": the invitation goes without the page being loaded again. */
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-advocacy-dismiss]");
  if (!form) return;
  event.preventDefault();
  const response = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { [FRAGMENT]: "1" },
    redirect: "manual",
  }).catch(() => null);
  // A redirect is the view's way to say yes.
  if (response?.type !== "opaqueredirect") return form.submit();
  form.closest(".advocacy-share").remove();
});

const tooOld = Date.now() - DAYS_KEPT * 24 * 60 * 60 * 1000;
drafts.forget("", (draft) => !(draft?.at > tooOld));

const screen = document.querySelector("[data-advocacy-screen]");
if (screen) new Place(screen.parentElement).start();
