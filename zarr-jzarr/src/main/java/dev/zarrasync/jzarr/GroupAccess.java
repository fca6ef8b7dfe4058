package dev.zarrasync.jzarr;

import com.bc.zarr.ArrayParams;
import com.bc.zarr.ZarrArray;
import com.bc.zarr.ZarrGroup;
import dev.zarrasync.hierarchy.Hierarchy;
import dev.zarrasync.hierarchy.internal.Paths;
import dev.zarrasync.store.AsyncStore;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods of {@link ZarrGroup} that return arrays and groups. The generated subclass calls
 * them.
 */
final class GroupAccess {

  private final AsyncStore store;
  private final String path;
  private final int format;
  private final JZarrStore view;

  /**
   * Opens and creates what is in a group.
   *
   * @param format the group's version of Zarr, and that of what is created in it
   * @param view the store as the group that JZarr opened sees it
   */
  GroupAccess(AsyncStore store, String path, int format, JZarrStore view) {
    this.store = store;
    this.path = path;
    this.format = format;
    this.view = view;
  }

  ZarrArray openArray(String name) throws IOException {
    String array = child(name);
    view.opening(array);
    return JZarrs.openArray(store, array);
  }

  ZarrArray createArray(String name, ArrayParams params, @Nullable Map<String, Object> attributes)
      throws IOException {
    return format == 2
        ? JZarrs.createArray(store, child(name), params, attributes)
        : JZarrs.createArray(store, child(name), ParamsInV3.of(params, attributes));
  }

  ZarrGroup openSubGroup(String name) throws IOException {
    return JZarrs.openGroup(store, child(name));
  }

  ZarrGroup createSubGroup(String name, @Nullable Map<String, Object> attributes)
      throws IOException {
    return JZarrs.createGroup(store, child(name), format, attributes);
  }

  Set<String> getArrayKeys() throws IOException {
    return view.getArrayKeys();
  }

  Set<String> getGroupKeys() throws IOException {
    Set<String> keys = view.getGroupKeys();
    keys.remove(""); // The group itself.
    return keys;
  }

  void writeAttributes(Map<String, Object> attributes) throws IOException {
    ZarrGroup.open(view).writeAttributes(attributes);
  }

  Map<String, Object> getAttributes() throws IOException {
    return Hierarchy.attributes(store, path);
  }

  @Override
  public String toString() {
    return "%s{'/%s'}".formatted(ZarrGroup.class.getCanonicalName(), path);
  }

  private String child(String name) throws IOException {
    return Paths.resolve(path, JZarrs.normalize(store, name));
  }
}
