package dev.zarrasync.examples.sky;

import java.awt.image.BufferedImage;

/**
 * A tile with all that belongs to it, so that none can be taken for another's.
 *
 * @param cell the cell of the sky that it shows
 * @param meta what is known of it
 * @param pixels its pixels
 */
record Tile(Cell cell, TileMeta meta, BufferedImage pixels) {}
