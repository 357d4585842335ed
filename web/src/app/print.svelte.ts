// On paper: A4 across. A drawing that follows the window's width asks for the paper's while it is printed.
import { flushSync } from "svelte";

/** Room on A4 across with margins of 10 mm, at 96 dots an inch; a little less, for rounding. */
export const kPaper = { width: 1040, height: 700 };
/** The same below the heading of a comparison, and on a page that holds a legend besides. */
export const kPaperRoom = { width: kPaper.width, first: 545, next: 600 };
/** Drawings of text columns are laid out wider, so that they grow less high, and then made smaller. */
export const kPaperLayout = 1300;

let printing = $state(false);

export const onPaper = (): boolean => printing;

addEventListener("beforeprint", () => flushSync(() => (printing = true)));
addEventListener("afterprint", () => (printing = false));
