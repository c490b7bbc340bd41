import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe finds wrong with the page as it is, all rules, one line each.
 *
 * Left out: the focus guards of Base UI. They are hidden from screen readers and can be reached by Tab, which axe can't tell
 * from a mistake; but none keeps the focus, each hands it on to where it belongs in the same moment.
 */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).exclude('[data-base-ui-focus-guard]').analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}
