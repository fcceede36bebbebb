/** What is put in for a conversion of sscanf(): in the order in which it is tried. */
export interface Fillings {
  readonly words: readonly string[];
  readonly chars: readonly string[];
  readonly numbers: readonly number[];
}

/** More texts of one format are not made. */
const MOST = 12;

const CONVERSION = /%(?:\d*(?:(?:hh?|ll?|z)?[diuxX]|s|\[[^\]]*\]|c))/g;

/** What `sscanf(buf, "%s %d")` reads, with what the module compares words, characters and numbers with; a word or a decimal number by itself is written anyway. */
export function examplesOf(format: string, fillings: Fillings): string[] {
  if (/^\s*%\d*(s|\[[^\]]*\]|(hh?|ll?|z)?[diu])\s*$/.test(format)) return [];
  let texts = [""];
  let done = 0;
  for (const { 0: conversion, index } of format.matchAll(CONVERSION)) {
    const between = format.slice(done, index);
    const options = optionsFor(conversion, fillings);
    texts = texts.flatMap((text) => options.map((option) => text + between + option)).slice(0, MOST);
    done = index + conversion.length;
  }
  return texts.map((text) => text + format.slice(done));
}

function optionsFor(conversion: string, { words, chars, numbers }: Fillings): readonly string[] {
  const some = [...new Set([...numbers, 1])];
  if (/[xX]$/.test(conversion)) return some.map((number) => (number >>> 0).toString(16));
  if (/[diu]$/.test(conversion)) return some.map(String);
  const given = conversion.endsWith("c") ? chars : words;
  return given.length > 0 ? given : ["a"];
}

/** Texts that are taken apart at a character: `strsep(&p, " ")`, and two words of them, or a word and a number. */
export function pairsOf(words: readonly string[], numbers: readonly number[], delimiter: string): string[] {
  const pairs = words.flatMap((first) =>
    words.filter((second) => second !== first).map((second) => first + delimiter + second),
  );
  const counted = words.flatMap((word) => [...numbers, 1].map((number) => `${word}${delimiter}${number}`));
  return [...pairs.slice(0, MOST - Math.min(counted.length, MOST / 2)), ...counted].slice(0, MOST);
}

/**
 * Texts that are taken apart at several places: `strchr(buf, ',')`, and again behind it. Their pieces are a word, and numbers, which may be
 * names as well, each another one.
 */
export function rowsOf(words: readonly string[], delimiters: readonly string[]): string[] {
  const heads = words.length > 0 ? words : ["1"];
  const ends = delimiters.slice(0, MOST_PIECES).reduce<string[]>((rows, sign, at) => {
    return [...rows, `${rows.at(-1) ?? ""}${sign}${at + 2}`];
  }, []);
  // of two pieces, there are pairs where there are words
  const more = words.length > 0 ? ends.slice(1) : ends;
  return more.flatMap((end) => heads.map((head) => head + end)).slice(0, MOST);
}

/** A text is not taken apart at more places. */
const MOST_PIECES = 4;
