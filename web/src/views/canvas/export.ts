// The canvas on screen as one SVG that needs nothing else, and as a PNG made of it.

const kCarried = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity"],
  ...["font-size", "font-weight", "letter-spacing", "text-transform", "text-anchor", "paint-order"],
];
const kHead = 56;
const kMargin = 16;
const kSpace = "http://www.w3.org/2000/svg";

/** Copies the look of every mark from the live drawing into attributes of its copy. */
function carried(live: Element): Element {
  const copy = live.cloneNode(true) as Element;
  const [from, to] = [live.querySelectorAll("*"), copy.querySelectorAll("*")];
  from.forEach((element, n) => {
    const style = getComputedStyle(element);
    const target = to[n]!;
    for (const name of kCarried) {
      const value = style.getPropertyValue(name);
      if (value && value !== "normal" && value !== "auto") target.setAttribute(name, value);
    }
    target.removeAttribute("class");
    target.removeAttribute("style");
  });
  // Links lead into this application; in a picture they are plain text.
  copy.querySelectorAll("a").forEach((link) => {
    const span = document.createElementNS(kSpace, "g");
    link.querySelector("rect")?.remove();
    for (const { name, value } of link.attributes)
      if (name !== "href") span.setAttribute(name, value);
    span.append(...link.childNodes);
    link.replaceWith(span);
  });
  return copy;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** One self-contained SVG: heading, names of the lanes, columns; always in light colours, for paper. */
export function drawingOf(host: HTMLElement, title: string, note: string): string {
  const root = document.documentElement;
  const theme = root.dataset.theme;
  root.dataset.theme = "light";
  try {
    const parts = ["gutter", "body"].map((name) => host.querySelector(`[data-export="${name}"]`)!);
    const style = getComputedStyle(root);
    const [gutter, body] = parts.map((part) => ({
      copy: carried(part),
      width: Number(part.getAttribute("width")),
      height: Number(part.getAttribute("height")),
    }));
    if (!gutter || !body) return "";
    const width = gutter.width + body.width + 2 * kMargin;
    const height = body.height + kHead + kMargin;
    const inner = (part: Element): string =>
      [...part.childNodes].map((node) => new XMLSerializer().serializeToString(node)).join("");
    return [
      `<svg xmlns="${kSpace}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" `,
      `font-family="${escaped(style.fontFamily)}" font-size="12" fill="#1b1f24">`,
      `<title>${escaped(title)}</title><rect width="${width}" height="${height}" fill="#ffffff"/>`,
      `<text x="${kMargin + 14}" y="26" font-size="16" font-weight="650">${escaped(title)}</text>`,
      `<text x="${kMargin + 14}" y="44" fill="#59616b">${escaped(note)}</text>`,
      `<g transform="translate(${kMargin + gutter.width} ${kHead})">${inner(body.copy)}</g>`,
      `<g transform="translate(${kMargin} ${kHead})">${inner(gutter.copy)}</g></svg>`,
    ].join("");
  } finally {
    if (theme === undefined) delete root.dataset.theme;
    else root.dataset.theme = theme;
  }
}

/** The drawing as a PNG at twice its size. */
export function pngOf(svg: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    const source = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    image.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
      canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(source);
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("png"))), "image/png");
    };
    image.onerror = () => reject(new Error("svg"));
    image.src = source;
  });
}
