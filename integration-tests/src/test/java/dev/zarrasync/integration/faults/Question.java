package dev.zarrasync.integration.faults;

/**
 * A request, whatever it came over.
 *
 * @param target the path and the query as they were sent
 * @param range the header {@code Range}, or {@code ""}
 * @param credentials the headers {@code Authorization} and {@code Proxy-Authorization}
 * @param body what is to be stored
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Question(String method, String target, String range, String credentials, byte[] body) {

  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }
}
