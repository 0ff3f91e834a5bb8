/** Text of other people's files, shown so that nothing in it is hidden or turns its surroundings about. */

/** Controls, marks of direction and joiners: what a reader cannot see, and what could disguise a file's ending. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A character nobody sees is named by its number, ⟨U+202E⟩; `keep` names those that may stay: line breaks of a cell. */
export function visibleText(text: string, keep = ''): string {
  return text.replace(unseen, (character) =>
    keep.includes(character)
      ? character
      : `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

/** A cell's text: line breaks and tabs are its own. */
export const visibleCell = (text: string): string => visibleText(text, '\n\r\t');
