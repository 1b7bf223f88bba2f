// The site's start of the two pages for a room.
const holder = document.querySelector("[data-copcourse-room]");
if (holder.dataset.copcourseRoom === "room") mountRoom(holder);
else mountGuide(holder);
