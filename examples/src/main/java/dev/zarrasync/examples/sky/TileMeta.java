package dev.zarrasync.examples.sky;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a tile besides its pixels. HiPS has no metadata of its own for a tile, so this
 * is what the store and the tile's file say.
 *
 * @param key where it is in the store
 * @param bytes how large its file is
 * @param etag the file's entity tag, or null if the store has none
 * @param texts the keywords and texts in the file's header, as PNG and JPEG comments have them
 */
record TileMeta(String key, int bytes, @Nullable String etag, Map<String, String> texts) {}
