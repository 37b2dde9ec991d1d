/// What stock phone apps send, and what they must be answered: requests and datagrams in, reports
/// and the reply out.
///
/// Here are the forms of each app, the units they count in, how they name themselves, and the links
/// that set an app up. Never here: sockets, who is allowed what, and whether a report was stored;
/// the time of receipt is an argument.
///
/// Read first: [PhoneRequest] and [PhoneAnswer], what goes in and comes out; then [PhoneApps],
/// which tells the apps apart; then the app you are after, such as [OwnTracks].
@org.jspecify.annotations.NullMarked
package org.placeherd.phones;
