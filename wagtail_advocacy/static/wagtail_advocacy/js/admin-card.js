/* Keeps the card beside the form equal to what is being typed. */
(() => {
  const { Controller } = window.StimulusModule;

  class AdvocacyCardController extends Controller {
    static targets = ["title", "summary", "button", "image"];
    static values = {
      /* What goes out where no image is cleared. */
      defaultImage: String,
      /* Where the image with the primary key "0" is shown as a card shows it. */
      imageAddress: String,
    };

    update() {
      this.titleTarget.textContent = this.field("title").value;
      this.summaryTarget.textContent = this.field("summary").value;
      const button = this.field("call_to_action").value.trim();
      this.buttonTarget.textContent = button;
      this.buttonTarget.hidden = !button;
      this.showImage();
    }

    showImage() {
      const chosen = this.field("image").value;
      const isOwn = chosen && this.field("image_cleared").checked;
      const source = isOwn
        ? this.imageAddressValue.replace("/0/", `/${encodeURIComponent(chosen)}/`)
        : this.defaultImageValue;
      if (source !== this.shown) {
        this.shown = source;
        this.imageTarget.src = source;
      }
    }

    field(name) {
      return this.element.querySelector(`[name="${name}"]`);
    }
  }

  window.wagtail.app.register("advocacy-card", AdvocacyCardController);
})();
