import { readLong } from '../read-long.js';
import type { FileRow } from '../read-rows.js';
import type { Reference } from '../reference.js';
import type { Layout, ReadBatch } from './layout.js';
import { readAcross } from './read-across.js';
import { readSdmx } from './read-sdmx.js';

/** Reads the rows of a file in the layout that was detected; those of the header and above are passed over. */
export function readAs(
  layout: Layout,
  batches: AsyncIterable<readonly FileRow[]>,
  reference: Reference,
): AsyncGenerator<ReadBatch> {
  switch (layout.kind) {
    case 'long':
      return readLong(layout, batches, reference);
    case 'table':
      return readAcross(layout, batches, reference);
    case 'sdmx':
      return readSdmx(layout, batches, reference);
  }
}
