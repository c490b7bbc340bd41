/** What the table needs once the first screen is painted. */
export { bootTable } from './bootTable';
export { Stage } from './stage/Stage';
