package dev.zarrasync.array;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of a group says (Zarr v2 specification, "Hierarchies"; Zarr v3 specification,
 * "Group metadata").
 *
 * @param format the version of Zarr, 2 or 3
 * @param attributes the attributes that are part of the metadata, in v3; null in v2
 */
public record GroupMetadata(int format, @Nullable ObjectNode attributes) {

  private static final Set<String> FIELDS =
      Set.of("zarr_format", "node_type", "attributes", "consolidated_metadata");

  /**
   * Takes the metadata of a group from its parsed JSON.
   *
   * @param root the content of {@code .zgroup} or {@code zarr.json}, which alone has a node_type
   * @return the metadata
   * @throws InvalidMetadataException if it is not valid, or asks for what is not supported
   */
  public static GroupMetadata of(ObjectNode root) throws InvalidMetadataException {
    MetadataFields fields = new MetadataFields(root);
    if (!root.has("node_type")) {
      fields.checkFormat(2);
      return new GroupMetadata(2, null);
    }
    fields.checkFormat(3);
    fields.checkNodeType("group");
    fields.checkOthers(FIELDS);
    return new GroupMetadata(3, fields.attributes());
  }
}
