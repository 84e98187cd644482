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

// Letters an address may have besides a-z.
const accented = "À-ÖØ-öø-ɏ\\u0300-\\u036fḀ-ỿ";

/**
 * See the comments beside the same names in counting.py.
 *
 * @param {string} topLevelDomains those the rule came with, a space between two
 * @param {boolean} withBare whether an address needs no https://
 */
function addressPattern(topLevelDomains, withBare) {
  const key = `${withBare} ${topLevelDomains}`;
  let pattern = addressPatterns.get(key);
  if (pattern) return pattern;
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
  const full =
    `(?<![a-z0-9@＠$#＃])https?://(?:${anySubdomain}\\.)*${anyLabel}\\.` +
    `(?:(?:${listed}|[a-z]{2,63})${lastLabelEnds}|${punycode})` +
    `(?::[0-9]+)?(?:${path})?(?:${query})?`;
  const bare =
    `(?<![${plain}@＠$#＃_./\\-])(?:${plainLabel}\\.)+` +
    `(?:(?:${listed})${lastLabelEnds}|${punycode})` +
    `(?:(?::[0-9]+)?${path}(?:${query})?)?`;
  pattern = new RegExp(withBare ? `${full}|${bare}` : full, "gu");
  addressPatterns.set(key, pattern);
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

function withoutCapitals(text) {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function weighted(text, rule) {
  // Letters of weight 1 stand in for what costs a fixed amount.
  const plain = withoutCapitals(text.normalize("NFC"))
    .replace(addressPattern(rule.topLevelDomains, true), "x".repeat(rule.urlLength))
    .replace(emojiPattern, "xx");
  return 2 * [...plain].length - (plain.match(lightPattern) ?? []).length;
}

const segmenter = Intl.Segmenter && new Intl.Segmenter("en", { granularity: "grapheme" });

function graphemes(text) {
  // Without a segmenter code points are the nearest count, and never too low.
  return [...(segmenter ? segmenter.segment(text) : text)].length;
}

function bytes(text) {
  return new TextEncoder().encode(text).length;
}

function emojiInBytes(text) {
  const emoji = (text.match(emojiPattern) ?? []).join("");
  return [...text].length - [...emoji].length + bytes(emoji);
}

const mentionPattern = new RegExp(
  "(?<![=/\\p{Letter}\\p{Mark}\\p{Decimal_Number}\\p{Connector_Punctuation}])" +
    "@([a-z0-9_]+(?:[.\\-]+[a-z0-9_]+)*)" +
    "@[a-z0-9]+(?:[.\\-]+[a-z0-9]+)*" +
    `(?![.\\-]*[a-z0-9_@＠${accented}]|://)`,
  "gu",
);

function mastodon(text, rule) {
  let addresses = 0;
  const plain = withoutCapitals(text)
    .replace(addressPattern(rule.topLevelDomains, false), () => {
      addresses += 1;
      return "x";
    })
    .replace(mentionPattern, "@$1");
  // The letter that stands in for an address has counted as one.
  return graphemes(plain) + addresses * (rule.urlLength - 1);
}

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
  graphemes,
  bytes,
  weighted,
  emojiInBytes,
  mastodon,
  mailto: (text, rule, title) => mailto(text, title).length,
};

/**
 * Count the text as it is sent by every rule of a network.
 *
 * @param {object} rule what Network.browser_rule() returned
 * @param {string} text what the person wrote
 * @param {string} url the link to be added; "" where there is none
 * @param {string} [title] the title of what is shared; only counts where it is sent
 * @returns {{unit: string, used: number, limit: ?number}[]} the first is the one to show
 */
export function measure(rule, text, url, title = "") {
  const counted = rule.linkCounts ? compose(text, url) : normalise(text);
  return rule.measures.map((one) => ({
    unit: one.unit,
    used: counts[one.rule](counted, one, title),
    limit: one.limit,
  }));
}
