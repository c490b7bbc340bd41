import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe finds wrong with the page as it is, all rules, one line each.
 *
 * Left out: the focus guards of Base UI. They are hidden from screen readers and can be reached by Tab, which axe can't tell
 * from a mistake; but none keeps the focus, each hands it on to where it belongs in the same moment.
 */
export async function violations(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).exclude('[data-base-ui-focus-guard]');
  // The app has no frames, for which else each look would open a page of its own; and only what is wrong is of interest.
  axe.setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  );
}
