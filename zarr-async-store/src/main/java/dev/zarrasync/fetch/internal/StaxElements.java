package dev.zarrasync.fetch.internal;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Elements of any XML, but for document types and entities of their own, by the JDK's parser. */
final class StaxElements implements XmlElements {

  private static final XMLInputFactory XML = factory();

  private final XMLStreamReader xml;

  StaxElements(byte[] document) {
    try {
      xml = XML.createXMLStreamReader(new ByteArrayInputStream(document));
    } catch (XMLStreamException e) {
      throw new Malformed(e);
    }
  }

  private static XMLInputFactory factory() {
    // The JDK's own, whatever else is on the class path.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  @Override
  public @Nullable String next() {
    try {
      return xml.nextTag() == XMLStreamReader.START_ELEMENT ? xml.getLocalName() : null;
    } catch (XMLStreamException e) {
      throw new Malformed(e);
    }
  }

  @Override
  public String text() {
    try {
      return xml.getElementText();
    } catch (XMLStreamException e) {
      throw new Malformed(e);
    }
  }

  @Override
  public void skip() {
    try {
      for (int depth = 1; depth > 0; ) {
        switch (xml.next()) {
          case XMLStreamReader.START_ELEMENT -> depth++;
          case XMLStreamReader.END_ELEMENT -> depth--;
          default -> {}
        }
      }
    } catch (XMLStreamException e) {
      throw new Malformed(e);
    }
  }
}
