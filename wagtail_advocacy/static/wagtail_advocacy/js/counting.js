/**
 * How long a text is by a network's own rule, while it is being typed.
 *
 * The browser's half of wagtail_advocacy/networks/: whatever changes there changes
 * here, and tests/networks/ holds both to one table of cases. The server has the last
 * word.
 */

/** The text as it is counted, copied and handed to a network. */
export function normalise(text) {
  return text.replace(/\p{Cs}/gu, "\ufffd").replace(/\r\n?/g, "\n").trim();
}

function containsLink(text, url) {
  const link = url.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(
    `(?:^|[\\s(\\[{<"'«“‘„:])${link}(?=[\\])}>"'»”’.,;:!?…]*(?:\\s|$))`,
    "u",
  ).test(text);
}

/** The whole text as it stands on the network: the person's, then the link. */
export function compose(text, url) {
  const own = normalise(text);
  if (!url || containsLink(own, url)) return own;
  return own ? `${own}\n${url}` : url;
}

const addressPatterns = new Map();

/** See the comments beside the same names in counting.py. */
function addressPattern(topLevelDomains) {
  let pattern = addressPatterns.get(topLevelDomains);
  if (pattern) return pattern;
  const accented = "À-ÖØ-öø-ɏ\\u0300-\\u036fḀ-ỿ";
  const plain = `a-z0-9${accented}`;
  const plainLabel = `[${plain}](?:[${plain}\\-]{0,61}[${plain}])?`;
  const any =
    "[^\\x00-/:-`{-\\xa0\\u061c\\u180e\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\s]";
  const anyLabel = `${any}(?:(?:${any}|-){0,61}${any})?`;
  const anySubdomain = `${any}(?:(?:${any}|[_\\-]){0,61}${any})?`;
  const listed = topLevelDomains.split(" ").join("|");
  const lastLabelEnds = "(?![0-9a-z@+\\-])";
  const punycode = "xn--[0-9a-z\\-]+";
  const inPath = `[a-z0-9!*';:=+,.$/%#\\[\\]\\-–_~@|&Ѐ-ӿ${accented}]`;
  const endsPath = `[a-z0-9+\\-=_#/Ѐ-ӿ${accented}]`;
  const parentheses = `\\((?:${inPath}+|${inPath}*\\(${inPath}+\\)${inPath}*)\\)`;
  const path = `/(?:(?:${inPath}|${parentheses})*(?:${endsPath}|${parentheses}))?`;
  const query = "\\?[a-z0-9!?*'@();:&=+$/%#\\[\\]\\-_.,~|]*[a-z0-9\\-_&=#/]";
  pattern = new RegExp(
    `(?<![a-z0-9@＠$#＃])https?://(?:${anySubdomain}\\.)*${anyLabel}\\.` +
      `(?:(?:${listed}|[a-z]{2,63})${lastLabelEnds}|${punycode})` +
      `(?::[0-9]+)?(?:${path})?(?:${query})?` +
      `|(?<![${plain}@＠$#＃_./\\-])(?:${plainLabel}\\.)+` +
      `(?:(?:${listed})${lastLabelEnds}|${punycode})` +
      `(?:(?::[0-9]+)?${path}(?:${query})?)?`,
    "gu",
  );
  addressPatterns.set(topLevelDomains, pattern);
  return pattern;
}

const picture =
  "(?:\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}|\\p{Emoji_Presentation}" +
  "|\\p{Extended_Pictographic}\\ufe0f|(?![©®])\\p{Extended_Pictographic})";
const emojiPattern = new RegExp(
  "[0-9#*]\\ufe0f?\\u20e3|\\p{Regional_Indicator}{2}" +
    `|${picture}(?:[\\u{e0020}-\\u{e007e}]+\\u{e007f})?(?:\\u200d${picture})*`,
  "gu",
);
const lightPattern = /[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]/gu;

function weighted(text, rule) {
  // Letters of weight 1 stand in for what costs a fixed amount.
  const plain = text
    .normalize("NFC")
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(addressPattern(rule.topLevelDomains), "x".repeat(rule.urlLength))
    .replace(emojiPattern, "xx");
  return 2 * [...plain].length - (plain.match(lightPattern) ?? []).length;
}

const segmenter = Intl.Segmenter && new Intl.Segmenter("en", { granularity: "grapheme" });

function encoded(text) {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function mailto(body, title) {
  const subject = normalise(title).replace(/\n/g, " ");
  const query = subject ? `subject=${encoded(subject)}&` : "";
  return `mailto:?${query}body=${encoded(body.replaceAll("\n", "\r\n"))}`;
}

const counts = {
  codeUnits: (text) => text.length,
  // Without a segmenter code points are the nearest count, and never too low.
  graphemes: (text) => [...(segmenter ? segmenter.segment(text) : text)].length,
  bytes: (text) => new TextEncoder().encode(text).length,
  weighted,
  mailto: (text, rule, title) => mailto(text, title).length,
};

/**
 * Count the composed text by every rule of a network.
 *
 * @param {object} rule what Network.browser_rule() returned
 * @param {string} text what the person wrote
 * @param {string} url the link to be added; "" where there is none
 * @param {string} [title] the title of what is shared; only counts where it is sent
 * @returns {{unit: string, used: number, limit: ?number}[]} the first is the one to show
 */
export function measure(rule, text, url, title = "") {
  const composed = compose(text, url);
  return rule.measures.map((one) => ({
    unit: one.unit,
    used: counts[one.rule](composed, one, title),
    limit: one.limit,
  }));
}
