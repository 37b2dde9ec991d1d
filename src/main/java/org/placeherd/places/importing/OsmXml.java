package org.placeherd.places.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// OpenStreetMap's XML (wiki.openstreetmap.org, "OSM XML").
final class OsmXml implements PlaceFormat {
  @Override
  public String name() {
    return "OpenStreetMap XML";
  }

  @Override
  public Terms terms(PlaceFile file) {
    return OsmPbf.TERMS;
  }

  @Override
  public boolean accepts(byte[] head) {
    String text = new String(head, UTF_8);
    return text.contains("<osm ") || text.contains("<osm>");
  }

  @Override
  public int passes() {
    return OsmPlaces.PASSES;
  }

  @Override
  public void read(PlaceFile file, String source, PlaceSink sink) throws IOException, BadPlaceFile {
    OsmPlaces.read(handler -> read(file, handler), sink);
  }

  private static void read(PlaceFile file, OsmHandler handler) throws IOException, BadPlaceFile {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream in = file.open()) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      new Elements(xml, handler).read();
    } catch (XMLStreamException e) {
      throw new BadPlaceFile(
          "line %d: it is no whole XML (%s)"
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getLineNumber(),
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private static final class Elements {
    private final XMLStreamReader xml;
    private final OsmHandler handler;
    private final Map<String, String> tags = new HashMap<>();
    private final LongList members = new LongList();
    private long id;
    private double latitude;
    private double longitude;

    Elements(XMLStreamReader xml, OsmHandler handler) {
      this.xml = xml;
      this.handler = handler;
    }

    void read() throws XMLStreamException, IOException, BadPlaceFile {
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> begin(xml.getLocalName());
          case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
          default -> {}
        }
      }
    }

    private void begin(String element) throws BadPlaceFile {
      switch (element) {
        case "node", "way", "relation" -> {
          id = whole("id");
          tags.clear();
          members.clear();
          if (element.equals("node")) {
            latitude = number("lat");
            longitude = number("lon");
          }
        }
        case "tag" -> tags.put(needed("k"), needed("v"));
        case "nd" -> members.add(whole("ref"));
        case "member" -> {
          String role = needed("role");
          if (needed("type").equals("way") && (role.isEmpty() || role.equals("outer"))) {
            members.add(whole("ref"));
          }
        }
        default -> {}
      }
    }

    private void end(String element) throws IOException, BadPlaceFile {
      switch (element) {
        case "node" -> {
          if (handler.wanted() == OsmHandler.Kind.NODE) {
            handler.node(id, latitude, longitude, tags);
          }
        }
        case "way" -> {
          if (handler.wanted() == OsmHandler.Kind.WAY) {
            handler.way(id, members, tags);
          }
        }
        case "relation" -> {
          if (handler.wanted() == OsmHandler.Kind.RELATION) {
            handler.relation(id, members, tags);
          }
        }
        default -> {}
      }
    }

    /// A node that was deleted has no position; such files are histories or changes.
    private double number(String attribute) throws BadPlaceFile {
      String text = needed(attribute);
      try {
        return Decimals.of(text);
      } catch (NumberFormatException e) {
        throw bad("%s='%s' is no number".formatted(attribute, text));
      }
    }

    private long whole(String attribute) throws BadPlaceFile {
      String text = needed(attribute);
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw bad("%s='%s' is no whole number".formatted(attribute, text));
      }
    }

    private String needed(String attribute) throws BadPlaceFile {
      @Nullable String value = xml.getAttributeValue(null, attribute);
      if (value == null) {
        throw bad("<%s> has no %s".formatted(xml.getLocalName(), attribute));
      }
      return value;
    }

    private BadPlaceFile bad(String what) {
      return new BadPlaceFile("line %d: %s".formatted(xml.getLocation().getLineNumber(), what));
    }
  }
}
