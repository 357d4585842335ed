// French typography: the space before ? ! ; : and » and after « never ends a line.

const spaced = (text: string): string =>
  text.replace(/ (?=[?!;:»])/g, "\u00a0").replace(/« /g, "«\u00a0");

/** The same words with those spaces unbreakable, in texts and in what functions of words return. */
export function typeset<Words>(words: Words): Words {
  if (typeof words === "string") return spaced(words) as Words;
  if (typeof words === "function") {
    const say = words as unknown as (...parts: unknown[]) => unknown;
    return ((...parts: unknown[]) => typeset(say(...parts))) as Words;
  }
  if (Array.isArray(words)) return words.map(typeset) as Words;
  if (typeof words !== "object" || words === null) return words;
  return Object.fromEntries(
    Object.entries(words).map(([name, word]) => [name, typeset(word)]),
  ) as Words;
}
