// The text that travelled to its author's phone: selected, and copied with one tap.

const field = document.querySelector("[data-handoff-text]");
const button = document.querySelector("[data-handoff-copy]");
const status = document.querySelector("[data-handoff-status]");

function select() {
    field.focus({ preventScroll: true });
    field.select();
    // select() alone selects nothing in some versions of Safari.
    field.setSelectionRange(0, field.value.length);
}

async function copy() {
    try {
        // Not there on plain HTTP, and refused by some in-app browsers.
        await navigator.clipboard.writeText(field.value);
        return true;
    } catch {
        select();
        return document.execCommand("copy");
    }
}

if (field && button && status) {
    button.hidden = false;
    button.addEventListener("click", async () => {
        const copied = await copy();
        status.textContent = copied ? status.dataset.copied : status.dataset.selected;
        if (!copied) {
            select();
        }
    });
    select();
}
