package dev.zarrasync.examples.demo;

import java.util.List;

/**
 * What a server was asked, by kind.
 *
 * @param chunkGets GETs of chunks
 * @param distinctChunks how many different chunks those asked for
 * @param metadataGets GETs of objects such as {@code .zarray} and {@code zarr.json}
 * @param heads HEADs
 * @param lists listings
 */
record Requests(int chunkGets, int distinctChunks, int metadataGets, int heads, int lists) {

  /**
   * Sorts requests.
   *
   * @param requests each as its method and its path with the query
   */
  static Requests of(List<String> requests) {
    List<String> gets = requests.stream().filter(r -> r.startsWith("GET ")).toList();
    List<String> lists = gets.stream().filter(r -> r.contains("list-type=")).toList();
    List<String> metadata =
        gets.stream().filter(r -> r.contains("/.z") || r.endsWith("/zarr.json")).toList();
    List<String> chunks =
        gets.stream().filter(r -> !lists.contains(r) && !metadata.contains(r)).toList();
    return new Requests(
        chunks.size(),
        Math.toIntExact(chunks.stream().distinct().count()),
        metadata.size(),
        Math.toIntExact(requests.stream().filter(r -> r.startsWith("HEAD ")).count()),
        lists.size());
  }
}
