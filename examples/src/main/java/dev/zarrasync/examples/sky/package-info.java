/**
 * Sky tiles: {@link dev.zarrasync.examples.sky.SkyTiles} reads the tiles of a region of a HiPS
 * survey through an {@link dev.zarrasync.store.AsyncStore} and paints them into one image.
 *
 * <p>HiPS is the Hierarchical Progressive Survey of the IVOA (version 1.0): a directory with a tile
 * for each cell of the HEALPix grid (Górski et al. 2005, ApJ 622, 759), nested scheme. All angles
 * are in radians unless a name says degrees.
 */
@NullMarked
package dev.zarrasync.examples.sky;

import org.jspecify.annotations.NullMarked;
