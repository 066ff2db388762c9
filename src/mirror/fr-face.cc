/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-face.h"

#include <glib/gi18n-lib.h>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include <memory>
#include <mutex>
#include <string>

#include "fr-error.h"
#include "fr-job.h"

/* Kurento's own settings: the frontal cascade, steps of 1.2, three neighbours, a face of at
 * most half the picture. 160 columns are enough for a face an eighth of the picture wide. */
static const int SEARCH_WIDTH = 160;
static const int FULL_SEARCH_EVERY = 10;
static const char *const folders[] = {
  FR_DATADIR "/opencv4/haarcascades",
  "/usr/share/opencv4/haarcascades",
  "/usr/share/opencv/haarcascades",
};

struct _FrFaceFinder
{
  cv::CascadeClassifier cascade;
  cv::Mat small;
  cv::Rect last; /* in pixels of the small picture; empty when none was found */
  unsigned searches;
  bool usual; /* made by fr_face_finder_new() */
};

/* One that nobody uses at the moment: loading takes longer than a start of a mirror may. */
static std::mutex spare_mutex;
static std::unique_ptr<FrFaceFinder> spare;

static FrFaceFinder *
take_spare ()
{
  std::lock_guard<std::mutex> lock (spare_mutex);

  return spare.release ();
}

/**
 * fr_face_finder_new_for_file:
 * @path: of a Haar cascade of OpenCV
 * @error: return location
 *
 * Loads the description of a face. Blocks for some 30 milliseconds. No exception of OpenCV
 * leaves this file.
 *
 * Returns: (transfer full): a finder, or %NULL with %FR_ERROR_MISSING when the file is not there
 *   or is damaged
 */
extern "C" FrFaceFinder *
fr_face_finder_new_for_file (const char *path, GError **error)
{
  std::string reason;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (path != NULL, NULL);

  try
    {
      auto self = std::make_unique<FrFaceFinder> ();

      cv::setNumThreads (1);
      if (self->cascade.load (path) && !self->cascade.empty ())
        return self.release ();
      reason = _ ("it is no cascade");
    }
  catch (const std::exception &problem)
    {
      reason = problem.what ();
    }

  g_set_error (error, FR_ERROR, FR_ERROR_MISSING,
               _ ("The description of a face in %s cannot be used: %s. Install the package "
                  "opencv-data again."),
               path, reason.c_str ());
  return NULL;
}

/**
 * fr_face_finder_new:
 * @error: return location
 *
 * Loads the description of a frontal face. Blocks for some 30 milliseconds, unless an earlier
 * finder was freed before.
 *
 * Returns: (transfer full): a finder, or %NULL with %FR_ERROR_MISSING
 */
extern "C" FrFaceFinder *
fr_face_finder_new (GError **error)
{
  FrFaceFinder *self = take_spare ();

  if (self != NULL)
    return self;

  for (const char *folder : folders)
    {
      g_autofree char *path =
        g_build_filename (folder, "haarcascade_frontalface_default.xml", NULL);

      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;

      self = fr_face_finder_new_for_file (path, error);
      if (self != NULL)
        self->usual = true;
      return self;
    }

  g_set_error (error, FR_ERROR, FR_ERROR_MISSING,
               _ ("No description of a face is installed, so no face can be found. "
                  "Install the package opencv-data."));
  return NULL;
}

/**
 * fr_face_finder_free:
 * @self: (nullable):
 */
extern "C" void
fr_face_finder_free (FrFaceFinder *self)
{
  std::lock_guard<std::mutex> lock (spare_mutex);

  if (self == NULL || !self->usual || spare != NULL)
    {
      delete self;
      return;
    }

  self->last = cv::Rect ();
  self->searches = 0;
  spare.reset (self);
}

/* The largest face inside @area, with a width between the two limits. */
static bool
search_area (FrFaceFinder *self, const cv::Rect &area, int least, int most)
{
  std::vector<cv::Rect> faces;
  cv::Rect best;

  self->cascade.detectMultiScale (self->small (area), faces, 1.2, 3, 0, cv::Size (least, least),
                                  cv::Size (most, most));
  for (const cv::Rect &face : faces)
    if (face.area () > best.area ())
      best = face;

  self->last = best.empty () ? cv::Rect () : best + area.tl ();

  return !best.empty ();
}

static bool
search_near (FrFaceFinder *self, const cv::Rect &whole)
{
  const cv::Rect &last = self->last;
  cv::Point middle (last.x + last.width / 2, last.y + last.height / 2);
  cv::Size size (last.width * 17 / 10, last.height * 17 / 10);
  cv::Rect area = cv::Rect (middle - cv::Point (size.width / 2, size.height / 2), size) & whole;

  return search_area (self, area, last.width * 3 / 4, last.width * 13 / 10);
}

/* In pixels of the small picture, which @self->small is. */
static bool
search_small (FrFaceFinder *self)
{
  cv::Rect whole (0, 0, self->small.cols, self->small.rows);
  bool found = false;

  if (!self->last.empty () && (self->last & whole) == self->last &&
      self->searches % FULL_SEARCH_EVERY != 0)
    found = search_near (self, whole);
  if (!found)
    found = search_area (self, whole, whole.width / 20, MAX (whole.width, whole.height) / 2);
  self->searches++;

  return found;
}

/**
 * fr_face_finder_search:
 * @luma: the Y plane of a picture
 * @width: its width in pixels
 * @height: its height in pixels
 * @stride: bytes from row to row
 * @box: (out): where the face is, in pixels of the picture
 *
 * Looks around the last face first, and everywhere each tenth time or when there was none.
 * Blocks for 2 to 3 milliseconds.
 *
 * Returns: whether there is a face
 */
extern "C" gboolean
fr_face_finder_search (FrFaceFinder *self, const guint8 *luma, int width, int height, int stride,
                       FrBox *box)
{
  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (self != NULL && luma != NULL && box != NULL, FALSE);
  g_return_val_if_fail (width > 0 && height > 0 && stride >= width, FALSE);

  int columns = MIN (SEARCH_WIDTH, width);
  int rows = MAX (1, (int) ((gint64) height * columns / width));

  try
    {
      cv::Mat picture (height, width, CV_8UC1, const_cast<guint8 *> (luma), (size_t) stride);

      cv::resize (picture, self->small, cv::Size (columns, rows), 0, 0, cv::INTER_AREA);
      if (!search_small (self))
        return FALSE;
    }
  catch (const std::exception &problem)
    {
      g_warning ("the search for a face failed: %s", problem.what ());
      self->last = cv::Rect ();
      return FALSE;
    }

  box->x = self->last.x * width / columns;
  box->y = self->last.y * height / rows;
  box->width = self->last.width * width / columns;
  box->height = self->last.height * height / rows;

  return TRUE;
}
