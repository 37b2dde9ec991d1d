package org.placeherd.places.importing;

import java.util.Map;

/// Google's types for Overture's categories, which are much alike: only those that are called
/// otherwise stand here.
final class OvertureTypes {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("accommodation", "lodging"),
          Map.entry("hotel", "lodging"),
          Map.entry("motel", "lodging"),
          Map.entry("hostel", "lodging"),
          Map.entry("inn", "lodging"),
          Map.entry("resort", "lodging"),
          Map.entry("bed_and_breakfast", "lodging"),
          Map.entry("campground", "campground"),
          Map.entry("rv_park", "rv_park"),
          Map.entry("coffee_shop", "cafe"),
          Map.entry("tea_room", "cafe"),
          Map.entry("pub", "bar"),
          Map.entry("cocktail_bar", "bar"),
          Map.entry("wine_bar", "bar"),
          Map.entry("beer_bar", "bar"),
          Map.entry("dance_club", "night_club"),
          Map.entry("pizza_restaurant", "restaurant"),
          Map.entry("fast_food_restaurant", "meal_takeaway"),
          Map.entry("food_delivery_service", "meal_delivery"),
          Map.entry("grocery_store", "supermarket"),
          Map.entry("fashion_accessories_store", "clothing_store"),
          Map.entry("drugstore", "pharmacy"),
          Map.entry("banks", "bank"),
          Map.entry("bank_credit_union", "bank"),
          Map.entry("atms", "atm"),
          Map.entry("gas_station", "gas_station"),
          Map.entry("automotive_repair", "car_repair"),
          Map.entry("auto_company", "car_dealer"),
          Map.entry("car_rental_agency", "car_rental"),
          Map.entry("parking", "parking"),
          Map.entry("school", "school"),
          Map.entry("elementary_school", "primary_school"),
          Map.entry("high_school", "secondary_school"),
          Map.entry("college_university", "university"),
          Map.entry("church_cathedral", "church"),
          Map.entry("buddhist_temple", "place_of_worship"),
          Map.entry("hospital", "hospital"),
          Map.entry("medical_center", "hospital"),
          Map.entry("doctor", "doctor"),
          Map.entry("dentist", "dentist"),
          Map.entry("veterinarian", "veterinary_care"),
          Map.entry("gym", "gym"),
          Map.entry("cinema", "movie_theater"),
          Map.entry("theatre", "performing_arts_theater"),
          Map.entry("art_museum", "museum"),
          Map.entry("history_museum", "museum"),
          Map.entry("landmark_and_historical_building", "tourist_attraction"),
          Map.entry("attractions_and_activities", "tourist_attraction"),
          Map.entry("monument", "tourist_attraction"),
          Map.entry("national_park", "park"),
          Map.entry("dog_park", "park"),
          Map.entry("playground", "park"),
          Map.entry("train_station", "train_station"),
          Map.entry("metro_station", "subway_station"),
          Map.entry("bus_station", "bus_station"),
          Map.entry("police_department", "police"),
          Map.entry("fire_department", "fire_station"),
          Map.entry("town_hall", "city_hall"),
          Map.entry("hair_salon", "hair_care"),
          Map.entry("barber", "hair_care"),
          Map.entry("real_estate", "real_estate_agency"),
          Map.entry("lawyer", "lawyer"),
          Map.entry("flowers_and_gifts_shop", "florist"),
          Map.entry("furniture_store", "furniture_store"),
          Map.entry("bookstore", "book_store"),
          Map.entry("beauty_salon", "beauty_salon"),
          Map.entry("spas", "spa"));

  private OvertureTypes() {}

  static String typeOf(String category) {
    String type = PlaceWords.type(category);
    return TYPES.getOrDefault(type, type);
  }
}
