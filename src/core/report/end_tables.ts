const rule = /^[ \t>]*(?=.*[|:])[ \t|:-]*-[ \t|:-]*$/;
const blank = /^[ \t>]*$/;
/** Empty items, and numbers other than one, go on a paragraph but end a table. */
const item = /^[ \t>]*(?:[-+*][ \t]*$|\d{1,9}[.)](?:[ \t]|$))/;

/**
 * Puts a blank line between a table and a list that follows it directly. CommonMark, which knows no tables, and GitHub,
 * which does, read some of those lists differently, and with them all that comes after.
 */
export function endTables(markdown: string): string {
  let inTable = false;
  return markdown
    .split('\n')
    .flatMap((line) => {
      const parted = inTable && item.test(line);
      inTable = !parted && !blank.test(line) && (inTable || rule.test(line));
      return parted ? ['', line] : [line];
    })
    .join('\n');
}
