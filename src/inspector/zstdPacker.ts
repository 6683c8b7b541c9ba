/** Packs a history's bytes with zstd, in Node's own threads: the inspector's goes on folding meanwhile. */
import zlib from 'node:zlib';
import type { Packer } from '../core/history/packer';

/** Rows are packed to a tenth at the lowest level; higher ones take longer and gain little. */
const OPTIONS = { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 }, chunkSize: 2 ** 20 };

export const zstdPacker: Packer = {
  pack(bytes, done) {
    zlib.zstdCompress(bytes, OPTIONS, (error, packed) => {
      // what could not be packed stays as it is
      if (error === null) done(new Uint8Array(packed));
    });
  },
  // in one piece, with a byte to spare that says it is the last: else it would be put together from several
  unpack: (packed, length) => zlib.zstdDecompressSync(packed, { chunkSize: Math.max(zlib.constants.Z_MIN_CHUNK, length + 1) }),
};
