/**
 * Keeps what somebody has answered in this browser, until the quiz is handed in.
 *
 * The server keeps it too when a login has expired, unless something of the site's asks
 * for the login before our server is reached.
 */
export default function start(form, drafts) {
  const key = form.dataset.advocacyQuiz;
  const inputs = [...form.querySelectorAll("input[type=radio], input[type=checkbox]")];
  const name = (input) => `${input.name}=${input.value}`;
  const draft = drafts.read(key);
  // What the server shows again is newer than what was kept here.
  if (Array.isArray(draft?.chosen) && !("advocacyAnswered" in form.dataset)) {
    inputs.forEach((input) => {
      input.checked = draft.chosen.includes(name(input));
    });
  }
  form.addEventListener("change", () => {
    const chosen = inputs.filter((input) => input.checked).map(name);
    drafts.write(key, { chosen });
  });
}
